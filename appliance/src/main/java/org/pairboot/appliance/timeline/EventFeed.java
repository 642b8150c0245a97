package org.pairboot.appliance.timeline;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.pairboot.appliance.boot.Answer;
import org.pairboot.appliance.boot.BootListener;
import org.pairboot.appliance.boot.Question;
import org.pairboot.appliance.boot.planner.BootMethod;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.machine.MachineKey;
import org.pairboot.appliance.machine.ReportResult;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.timeline.EventQueue.Incoming;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Fact;
import org.pairboot.appliance.timeline.event.Event.Progress;
import org.pairboot.appliance.timeline.event.Event.Transfer;
import org.pairboot.appliance.timeline.event.Stage;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.PartName.Role;
import org.pairboot.artifacts.text.ClientLogLimit;
import org.pairboot.conf.KebabCase;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.event.ResponseReport;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferReport;

/**
 * Turns what the servers and the boot service tell into events, on the threads that serve. What
 * peers repeat that are not known to boot is counted rather than recorded. Thread-safe.
 */
final class EventFeed implements BootListener {
  /**
   * A boot has some fifteen, and a site behind one address may start a hundred machines at once.
   * All of that from one address fills the files in hours, so that nobody pushes out the history of
   * others at once. What is unproven is not recorded until it is proven; but PXELINUX asks for a
   * dozen names before it gets anything, and a thousand machines may do so in the same minute.
   */
  private static final ClientLogLimit.Limits PER_MINUTE =
      new ClientLogLimit.Limits(1500, 60_000, 120, 60_000);

  /** Of one transfer, in the files: often enough to see that it moves. */
  private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int MAX_TRANSFERS = 16_384;

  private final EventClock clock;
  private final EventQueue queue;
  private final Predicate<InetAddress> known;
  private final ClientLogLimit limit = new ClientLogLimit(PER_MINUTE, Duration.ofMinutes(1));
  private final LongAdder omitted = new LongAdder();

  /** When the progress of a transfer is recorded next. */
  private final Map<Object, Long> due = new ConcurrentHashMap<>();

  /**
   * @param known whether an address is one of a machine that boots
   */
  EventFeed(EventClock clock, EventQueue queue, Predicate<InetAddress> known) {
    this.clock = clock;
    this.queue = queue;
    this.known = known;
  }

  /** How many requests were not recorded one by one since the last call. */
  long takeOmitted() {
    return omitted.sumThenReset();
  }

  /** What is not of one client. */
  void add(Fact fact) {
    queue.add(new Incoming(clock.now(), Optional.empty(), fact), true);
  }

  private void add(InetAddress address, Fact fact, boolean proven) {
    boolean machine = known.test(address);
    if (limit.add(address, proven || machine, System.nanoTime()).isPresent()) {
      queue.add(new Incoming(clock.now(), Optional.of(address), fact), machine);
    } else {
      omitted.increment();
    }
  }

  @Override
  public void answered(Question question, Answer answer) {
    BootRequest request = question.request();
    MachineIdentity machine = answer.machine();
    boolean proven = request.protocol() == Protocol.HTTP;
    MachineKey told = MachineKey.of(question.told());
    boolean named = !told.isEmpty();
    Optional<String> name =
        MachineKey.of(machine).isEmpty() && answer.decision().chosen().isEmpty()
            ? Optional.empty()
            : Optional.of(answer.decision().nameOf(machine));
    add(
        request.peer().getAddress(),
        new Event.Answered(
            machine.withAddress(Optional.empty()),
            proven,
            named,
            name,
            answer.decision().chosen().isPresent(),
            KebabCase.of(question.script()),
            answer.decision().profile().name(),
            answer(answer)),
        proven);
  }

  private static Event.Answer answer(Answer answer) {
    return switch (answer) {
      case Answer.AskOn _ -> new Event.Answer.AskOn();
      case Answer.AskWho _ -> new Event.Answer.AskWho();
      case Answer.Planned planned ->
          switch (planned.plan()) {
            case BootPlan.Boot boot ->
                new Event.Answer.Boot(
                    boot.image().ref().name(),
                    boot.image().ref().version(),
                    boot.method().term(),
                    files(boot),
                    boot.reports());
            case BootPlan.Menu _ -> new Event.Answer.Menu();
            case BootPlan.LocalDisk _ -> new Event.Answer.LocalDisk();
            case BootPlan.Chain _ -> new Event.Answer.Chain();
            case BootPlan.Nothing nothing -> new Event.Answer.Nothing(nothing.reason());
          };
    };
  }

  /** What of the image is fetched, and in which stage. */
  private static Map<String, Stage> files(BootPlan.Boot boot) {
    ImageVersion image = boot.image();
    Map<String, Stage> files = new HashMap<>();
    files.put(image.kernel().fileName(), Stage.KERNEL);
    for (Part part : image.initrds()) {
      files.put(part.fileName(), part.role() == Role.ROOTFS ? Stage.ROOTFS : Stage.INITRAMFS);
    }
    if (boot.method() == BootMethod.CONCATENATED && image.rootfs().isPresent()) {
      image.initramfs().ifPresent(part -> files.remove(part.fileName()));
      image.rootfs().ifPresent(part -> files.remove(part.fileName()));
      files.put(ImageVersion.LIVE_IMAGE, Stage.INITRAMFS);
    }
    image.payloads().stream().findFirst().ifPresent(it -> files.put(it.fileName(), Stage.ROOTFS));
    return files;
  }

  @Override
  public void reported(
      BootRequest request, MachineIdentity machine, Decision decision, ReportResult result) {
    Optional<String> refusal =
        switch (result) {
          case ReportResult.Noted _ -> Optional.empty();
          case ReportResult.Rejected rejected -> Optional.of(rejected.reason());
        };
    add(
        request.peer().getAddress(),
        new Event.Report(machine.withAddress(Optional.empty()), decision.nameOf(machine), refusal),
        refusal.isEmpty());
  }

  /** Short transfers have none: their end says all. */
  private void progress(Object transfer, InetAddress peer, Progress progress) {
    long now = System.nanoTime();
    Long at = due.get(transfer);
    if (at == null) {
      if (due.size() < MAX_TRANSFERS) {
        due.put(transfer, now + FIRST_NANOS);
      }
    } else if (now - at >= 0) {
      due.put(transfer, now + PROGRESS_NANOS);
      add(peer, progress, true);
    }
  }

  /** Without the token of a report, which is a part of the name over TFTP. */
  private static String shown(String name) {
    int query = name.indexOf('?');
    return query < 0 ? name : name.substring(0, query);
  }

  /** Over TFTP. */
  TransferListener tftp() {
    return new TransferListener() {
      @Override
      public void progress(TransferListener.Request request, long bytes) {
        EventFeed.this.progress(
            request,
            request.peer().getAddress(),
            new Progress(Protocol.TFTP, shown(request.name()), bytes));
      }

      @Override
      public void finished(TransferReport report) {
        due.remove(report.request());
        add(
            report.request().peer().getAddress(),
            new Transfer(
                Protocol.TFTP,
                shown(report.request().name()),
                report.terms().map(Terms::route).orElse(""),
                report.outcome().toString(),
                report.detail(),
                report.isProven(),
                report.bytes(),
                report.terms().map(Terms::length).orElse(0L),
                report.duration(),
                report.retransmits()),
            report.isProven());
      }
    };
  }

  /** Over HTTP. */
  ResponseListener http() {
    return new ResponseListener() {
      @Override
      public void progress(ResponseListener.Request request, long bytes) {
        EventFeed.this.progress(
            request,
            request.peer().getAddress(),
            new Progress(Protocol.HTTP, shown(request.name()), bytes));
      }

      @Override
      public void finished(ResponseReport report) {
        due.remove(report.request());
        add(
            report.request().peer().getAddress(),
            new Transfer(
                Protocol.HTTP,
                shown(report.request().name()),
                report.route(),
                report.outcome().toString(),
                "",
                true,
                report.bytesSent(),
                report.bytesPlanned(),
                report.duration(),
                0),
            true);
      }
    };
  }
}
