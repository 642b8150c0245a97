package org.pairboot.appliance.timeline.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.timeline.boot.Boot.Confidence;
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

  /** No machine restarts, finds its network and asks again within that time. */
  private static final Duration REPEATS = Duration.ofSeconds(10);

  private static final int MANY_SCRIPTS = 3;

  /** No machine has more; anybody may claim anything. */
  private static final int MAX_ADDRESSES = 8;

  private final String id;
  private final Instant started;
  private final Set<InetAddress> addresses = new LinkedHashSet<>();
  private final Deliveries deliveries = new Deliveries();

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
  private boolean reports;
  private int scripts;

  /** When it was told last what to do. */
  private Optional<Instant> answered = Optional.empty();

  private State state = State.IN_PROGRESS;
  private Optional<Stage> stage = Optional.empty();
  private Optional<Reason> reason = Optional.empty();
  private Optional<Instant> ended = Optional.empty();

  /** What went wrong, unless it goes well after all. */
  private Optional<Reason> trouble = Optional.empty();

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
  private boolean hasScript() {
    return scripts > 0;
  }

  /** Whether it was told to fetch {@code name}, and has not got it yet. */
  boolean wants(String name) {
    return deliveries.isWanted(name)
        && ImageNames.parse(name).stream()
            .allMatch(asked -> target.map(it -> it.image().equals(asked.image())).orElse(true));
  }

  /** Whether {@code fact}, of the same machine, belongs to its next attempt. */
  boolean isFollowedBy(Event.Fact fact, Instant time) {
    return switch (fact) {
      case Transfer transfer ->
          transfer.route().equals("loaders")
              && (hasScript() || state == State.SILENT)
              && firstLoader.map(transfer.name()::equals).orElse(state.isFinal());
      case Answered _ when answered.isPresent() && isRepeated(answered.get(), time) -> false;
      case Answered _ ->
          switch (state) {
            case HANDED_OVER, BOOTED, RESTARTED -> true;
            case SILENT -> hasScript();
            // The Raspberry Pi asks for two scripts.
            case LOCAL_DISK -> isIdle(time, Duration.ofMinutes(1));
            case FAILED, MENU -> false;
            case IN_PROGRESS -> deliveries.hasKernel() && trouble.isEmpty();
          };
      default -> false;
    };
  }

  /** A request that is repeated is answered late when many machines ask at once. */
  private static boolean isRepeated(Instant before, Instant now) {
    return Duration.between(before, now).abs().compareTo(REPEATS) < 0;
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
        deliveries.want(boot.files());
        reports = boot.reports();
        proceed(Stage.SCRIPT);
        endIfComplete();
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
    this.answered = Optional.of(time);
    deliveries.want(Map.of());
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
    deliveries.add(progress).ifPresent(this::proceed);
  }

  private void add(Transfer transfer) {
    Optional<Stage> of = deliveries.add(transfer, time);
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

  private void delivered(Stage of, Transfer transfer) {
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
    }
    trouble = Optional.empty();
    proceed(of);
    endIfComplete();
  }

  private void endIfComplete() {
    if (deliveries.isComplete()) {
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
    deliveries.begin(begun, time);
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
    answered = answered.map(at -> at.plus(by));
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
    if (!deliveries.isKnown() && isStarted() && isIdle(now, HAND_OVER)) {
      end(State.HANDED_OVER);
      return true;
    }
    if (!isIdle(now, isStarted() ? SYSTEM_SILENCE : LOADER_SILENCE)) {
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

  private boolean isStarted() {
    return trouble.isEmpty() && deliveries.isStarted();
  }

  private void silent(Reason why) {
    reason = Optional.of(why);
    end(State.SILENT);
  }

  private Reason silence() {
    return deliveries
        .underWay()
        .map(stopped -> Reason.stoppedWithin(stopped.getKey(), stopped.getValue()))
        .orElseGet(() ->
            scripts >= MANY_SCRIPTS && !deliveries.hasBegun()
                ? Reason.scriptLoop(scripts)
                : Reason.silentAfter(stage.orElse(Stage.LOADER)));
  }

  Boot now() {
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
        deliveries.stages(),
        deliveries.bytes(),
        deliveries.retransmits(),
        confidence);
  }
}
