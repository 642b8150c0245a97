package org.pairboot.appliance.timeline.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.timeline.boot.Boot.Bytes;
import org.pairboot.appliance.timeline.boot.Boot.Confidence;
import org.pairboot.appliance.timeline.boot.Boot.Span;
import org.pairboot.appliance.timeline.boot.Boot.State;
import org.pairboot.appliance.timeline.boot.Boot.Target;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Answer;
import org.pairboot.appliance.timeline.event.Event.Answered;
import org.pairboot.appliance.timeline.event.Event.Progress;
import org.pairboot.appliance.timeline.event.Event.Report;
import org.pairboot.appliance.timeline.event.Event.Transfer;
import org.pairboot.appliance.timeline.event.Stage;

/** A boot while events of it may still come. Not thread-safe. */
final class OpenBoot {
  /** While a loader works, something comes every few seconds. */
  private static final Duration LOADER_SILENCE = Duration.ofMinutes(2);

  /** A large server looks for its disks and network cards for minutes before it fetches on. */
  private static final Duration SYSTEM_SILENCE = Duration.ofMinutes(10);

  /** What was delivered is started, where no script said how much it is. */
  private static final Duration HAND_OVER = Duration.ofSeconds(30);

  private static final int MANY_SCRIPTS = 3;

  /** No machine has more; anybody may claim anything. */
  private static final int MAX_ADDRESSES = 8;

  private static final int MAX_FILES = 64;

  private final String id;
  private final Instant started;
  private final Set<InetAddress> addresses = new LinkedHashSet<>();
  private final Map<Stage, Span> stages = new EnumMap<>(Stage.class);
  private final Set<String> delivered = new HashSet<>();

  /** Bytes of each transfer that is under way for longer than a moment. */
  private final Map<String, Long> underWay = new LinkedHashMap<>();

  /** When something came last; silence is measured from here. */
  private Instant last;

  /** Of the latest event. */
  private Instant time;

  private Optional<String> machine = Optional.empty();
  private MachineIdentity identity = MachineIdentity.UNKNOWN;
  private Optional<String> firstLoader = Optional.empty();
  private Optional<String> loader = Optional.empty();
  private Optional<String> profile = Optional.empty();
  private Optional<Target> target = Optional.empty();
  private Map<String, Stage> wanted = Map.of();
  private boolean reports;
  private int scripts;
  private State state = State.IN_PROGRESS;
  private Optional<Stage> stage = Optional.empty();
  private Optional<Reason> reason = Optional.empty();
  private Optional<Instant> ended = Optional.empty();

  /** What went wrong, unless it goes well after all. */
  private Optional<Reason> trouble = Optional.empty();

  private Bytes bytes = new Bytes(0, 0);
  private long retransmits;
  private Confidence confidence = Confidence.ASSUMED;

  OpenBoot(Event first) {
    this.id = first.id();
    this.started = first.time();
    this.last = first.time();
    this.time = first.time();
  }

  String id() {
    return id;
  }

  Instant last() {
    return last;
  }

  State state() {
    return state;
  }

  MachineIdentity identity() {
    return identity;
  }

  Set<InetAddress> addresses() {
    return addresses;
  }

  /** Whether the machine has said who it is. */
  boolean isIdentified() {
    return machine.isPresent();
  }

  /** Whether it has been told what to boot. */
  boolean hasScript() {
    return scripts > 0;
  }

  /** Whether it was told to fetch {@code name}, and has not got it yet. */
  boolean wants(String name) {
    return underWay.containsKey(name)
        || ImageNames.parse(name).stream()
            .anyMatch(asked ->
                isTarget(asked)
                    && wanted.containsKey(asked.file())
                    && !delivered.contains(asked.file()));
  }

  private boolean isTarget(ImageNames.Asked asked) {
    return target.isEmpty() || target.get().image().equals(asked.image());
  }

  /** Whether {@code fact}, of the same machine, belongs to its next attempt. */
  boolean isFollowedBy(Event.Fact fact, Instant time) {
    return switch (fact) {
      case Transfer transfer ->
          transfer.route().equals("loaders")
              && (hasScript() || state == State.SILENT)
              && firstLoader.map(transfer.name()::equals).orElse(state.isFinal());
      case Answered _ ->
          switch (state) {
            case HANDED_OVER, BOOTED, RESTARTED -> true;
            case SILENT -> hasScript();
            // The Raspberry Pi asks for two scripts.
            case LOCAL_DISK -> isIdle(time, Duration.ofMinutes(1));
            case FAILED, MENU -> false;
            case IN_PROGRESS -> delivered.contains("kernel") && trouble.isEmpty();
          };
      default -> false;
    };
  }

  private boolean isIdle(Instant now, Duration patience) {
    return Duration.between(last, now).compareTo(patience) >= 0;
  }

  /**
   * Takes an event.
   *
   * @param seen when it was certain that it is one; later than its own time if it waited for a
   *     proof
   */
  void add(Event event, Instant seen) {
    last = seen;
    time = event.time();
    if (addresses.size() < MAX_ADDRESSES) {
      event.address().ifPresent(addresses::add);
    }
    switch (event.fact()) {
      case Answered answered -> add(answered);
      case Progress progress -> add(progress);
      case Transfer transfer -> add(transfer);
      case Report report -> add(report);
      case Event.Server _ -> {}
      case Event.ClockSet _ -> {}
      case Event.Omitted _ -> {}
    }
  }

  private void add(Answered answered) {
    learn(answered.told(), answered.machine(), answered.byName());
    loader = Optional.of(answered.loader());
    begin(Stage.SCRIPT);
    switch (answered.answer()) {
      case Answer.AskOn _ -> {}
      case Answer.AskWho _ -> {}
      case Answer.Boot boot -> {
        told(answered);
        target = Optional.of(new Target(boot.image(), boot.version(), Optional.of(boot.method())));
        wanted = boot.files();
        reports = boot.reports();
        proceed(Stage.SCRIPT);
      }
      case Answer.Menu _ -> {
        told(answered);
        state = State.MENU;
      }
      case Answer.LocalDisk _ -> {
        told(answered);
        end(State.LOCAL_DISK);
      }
      case Answer.Chain _ -> {
        told(answered);
        end(State.HANDED_OVER);
      }
      case Answer.Nothing nothing -> {
        told(answered);
        reason = Optional.of(Reason.nothingToBoot(nothing.reason()));
        end(State.FAILED);
      }
    }
  }

  private void told(Answered answered) {
    profile = Optional.of(answered.profile());
    scripts++;
    wanted = Map.of();
    reports = false;
    trouble = Optional.empty();
    reason = Optional.empty();
  }

  private void learn(MachineIdentity told, Optional<String> name, boolean byName) {
    identity = told.or(identity);
    machine = name.or(() -> machine);
    if (confidence != Confidence.AMBIGUOUS && machine.isPresent()) {
      confidence =
          byName || confidence == Confidence.CERTAIN ? Confidence.CERTAIN : Confidence.LIKELY;
    }
  }

  private void add(Progress progress) {
    if (underWay.size() < MAX_FILES || underWay.containsKey(progress.name())) {
      underWay.put(progress.name(), progress.bytes());
    }
    stageOf("images", progress.name()).ifPresent(this::proceed);
  }

  private void add(Transfer transfer) {
    underWay.remove(transfer.name());
    retransmits += transfer.retransmits();
    bytes = bytes.plus(transfer.protocol(), transfer.bytes());
    Optional<Stage> of = stageOf(transfer.route(), transfer.name());
    if (transfer.isComplete()) {
      of.ifPresent(it -> delivered(it, transfer));
    } else if (transfer.name().startsWith("images/") && !transfer.outcome().equals("probe")) {
      trouble =
          Optional.of(
              transfer.outcome().equals("not-found")
                  ? Reason.partNotFound(transfer.name())
                  : Reason.interrupted(transfer.name(), transfer.outcome(), transfer.detail()));
      of.ifPresent(this::proceed);
    }
  }

  private Optional<Stage> stageOf(String route, String name) {
    for (ImageNames.Asked asked : ImageNames.parse(name)) {
      if (wanted.containsKey(asked.file())) {
        return Optional.of(wanted.get(asked.file()));
      }
    }
    return ImageNames.parse(name).stream()
        .findFirst()
        .map(asked -> Stage.of("images", asked.file()))
        .orElseGet(() -> Stage.of(route, name));
  }

  private void delivered(Stage of, Transfer transfer) {
    Instant begun = time.minus(transfer.duration());
    Span before =
        stages.getOrDefault(of, new Span(of, begun, Optional.empty(), 0, Optional.empty()));
    stages.put(
        of,
        new Span(
            of,
            before.started().isBefore(begun) ? before.started() : begun,
            Optional.of(time),
            before.bytes() + transfer.bytes(),
            Optional.of(transfer.protocol())));
    if (of == Stage.LOADER) {
      firstLoader = firstLoader.or(() -> Optional.of(transfer.name()));
    }
    if (of == Stage.SCRIPT || of == Stage.RUNNING) {
      // What it says came with the answer or the report.
      return;
    }
    for (ImageNames.Asked asked : ImageNames.parse(transfer.name())) {
      target =
          target.or(
              () -> Optional.of(new Target(asked.image(), asked.version(), Optional.empty())));
      if (delivered.size() < MAX_FILES) {
        delivered.add(asked.file());
      }
    }
    trouble = Optional.empty();
    proceed(of);
    if (!wanted.isEmpty() && delivered.containsAll(wanted.keySet())) {
      end(State.HANDED_OVER);
    }
  }

  private void add(Report report) {
    if (report.refusal().isEmpty()) {
      learn(report.told(), Optional.of(report.machine()), true);
      begin(Stage.RUNNING);
      reason = Optional.empty();
      end(State.BOOTED);
    }
  }

  private void begin(Stage begun) {
    stages.putIfAbsent(begun, new Span(begun, time, Optional.empty(), 0, Optional.empty()));
    // Loaders fetch modules after their script too.
    stage = stage.filter(reached -> reached.compareTo(begun) > 0).or(() -> Optional.of(begun));
  }

  /** Something happens that a boot does which is under way. */
  private void proceed(Stage to) {
    begin(to);
    if (state != State.BOOTED && to != Stage.LOADER && !isDone(to)) {
      state = State.IN_PROGRESS;
      reason = Optional.empty();
      ended = Optional.empty();
    }
  }

  /** After the hand-over, documents and further reads of the same files change nothing. */
  private boolean isDone(Stage to) {
    return state == State.HANDED_OVER && to.compareTo(Stage.SCRIPT) > 0;
  }

  private void end(State as) {
    if (state != State.BOOTED) {
      state = as;
      // A report is expected, so the end is not yet known.
      ended = as == State.HANDED_OVER && reports ? Optional.empty() : Optional.of(time);
    }
  }

  /** The machine has begun another attempt. */
  void restarted() {
    if (state == State.IN_PROGRESS
        || state == State.MENU
        || (state == State.HANDED_OVER && reports)) {
      state = State.RESTARTED;
      ended = Optional.of(time);
    }
  }

  /** The server's clock was set. */
  void shift(Duration by) {
    last = last.plus(by);
  }

  /** Several machines use its address. */
  void doubt() {
    confidence = Confidence.AMBIGUOUS;
  }

  /**
   * What the time alone changes.
   *
   * @return whether it has
   */
  boolean isChangedBy(Instant now) {
    if (state == State.HANDED_OVER && ended.isEmpty() && isIdle(now, SYSTEM_SILENCE)) {
      silent(Reason.silentAfter(Stage.ROOTFS));
      return true;
    }
    if (state != State.IN_PROGRESS) {
      return false;
    }
    if (wanted.isEmpty() && isStarted() && isIdle(now, HAND_OVER)) {
      end(State.HANDED_OVER);
      return true;
    }
    boolean systemRuns = delivered.contains("kernel") && isStarted() && underWay.isEmpty();
    if (!isIdle(now, systemRuns ? SYSTEM_SILENCE : LOADER_SILENCE)) {
      return false;
    }
    if (trouble.isPresent()) {
      reason = trouble;
      end(State.FAILED);
    } else {
      silent(silence());
    }
    return true;
  }

  /** Whether a kernel and all that its loader fetches for it were delivered. */
  private boolean isStarted() {
    return delivered.contains("kernel")
        && trouble.isEmpty()
        && underWay.isEmpty()
        && wanted.entrySet().stream()
            .filter(file -> file.getValue() == Stage.INITRAMFS)
            .allMatch(file -> delivered.contains(file.getKey()));
  }

  private void silent(Reason why) {
    reason = Optional.of(why);
    end(State.SILENT);
  }

  private Reason silence() {
    if (!underWay.isEmpty()) {
      Map.Entry<String, Long> stopped = underWay.entrySet().iterator().next();
      return Reason.stoppedWithin(stopped.getKey(), stopped.getValue());
    }
    return scripts >= MANY_SCRIPTS && delivered.isEmpty()
        ? Reason.scriptLoop(scripts)
        : Reason.silentAfter(stage.orElse(Stage.LOADER));
  }

  Boot now() {
    List<Span> spans = new ArrayList<>(stages.values());
    return new Boot(
        id,
        machine,
        identity,
        List.copyOf(addresses),
        loader,
        profile,
        target,
        state,
        stage,
        reason,
        started,
        ended,
        spans,
        bytes,
        retransmits,
        confidence);
  }
}
