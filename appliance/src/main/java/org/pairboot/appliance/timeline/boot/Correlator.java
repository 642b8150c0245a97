package org.pairboot.appliance.timeline.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.machine.MachineKey;
import org.pairboot.appliance.timeline.boot.Boot.State;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Answered;
import org.pairboot.appliance.timeline.event.Event.Report;
import org.pairboot.appliance.timeline.event.Event.Transfer;
import org.pairboot.appliance.timeline.event.EventJson.Entry;
import org.pairboot.appliance.timeline.event.Stage;

/**
 * Finds out which events belong to one attempt of one machine to boot. Pure: it has no clock, and
 * the same events give the same boots, so a server that starts again reads its latest events and
 * knows what it knew. Bounded. Not thread-safe.
 *
 * <p>A machine is what names itself: by its MAC address, UUID or serial number. What does not name
 * itself belongs to the machine at its address. What nobody can tell apart, because several
 * machines use one address, belongs to none.
 */
public final class Correlator {
  /** After that, whatever comes from an address is something else. */
  private static final Duration MEMORY = Duration.ofMinutes(15);

  /** A report may come late; then only the machine's own words count. */
  private static final int MAX_BOOTS = 16_384;

  /** Machines behind one address that are told apart. */
  private static final int MAX_AT_ADDRESS = 16;

  /** Much shorter than any silence that means something. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Unproven unproven = new Unproven();
  private final Map<String, OpenBoot> boots = new LinkedHashMap<>();
  private final Map<String, OpenBoot> byIdentifier = new LinkedHashMap<>();
  private final Map<InetAddress, List<OpenBoot>> byAddress = new LinkedHashMap<>();
  private final Set<OpenBoot> changed = new LinkedHashSet<>();
  private Instant passed = Instant.EPOCH;

  /**
   * Takes the next event.
   *
   * @return what is certain now, in order: this event, with those before it that waited for a proof
   *     that their sender receives, each with its boot; empty while it waits itself
   */
  public List<Entry> add(Event event) {
    if (!(event.fact() instanceof Event.ClockSet) && isTickDue(event.time())) {
      passTo(event.time());
    }
    List<Entry> entries = new ArrayList<>();
    for (Event proven : unproven.add(event)) {
      entries.add(new Entry(proven, assign(proven, event.time()).map(OpenBoot::id)));
    }
    return entries;
  }

  /** Events whose senders were not proven in time, since the last call. */
  public long takeUnproven() {
    return unproven.takeDropped();
  }

  /** The boots that are not what they were at the last call. */
  public List<Boot> takeChanged() {
    List<Boot> now = changed.stream().map(OpenBoot::now).toList();
    changed.clear();
    return now;
  }

  /** The boots of which more is expected. */
  public List<Boot> open() {
    return boots.values().stream()
        .filter(boot -> !boot.state().isFinal() || boot.now().ended().isEmpty())
        .map(OpenBoot::now)
        .toList();
  }

  private boolean isTickDue(Instant now) {
    return Duration.between(passed, now).abs().compareTo(TICK) >= 0;
  }

  /** Ends what was silent for too long. To be called now and then when nothing happens. */
  public void passTo(Instant now) {
    passed = now;
    unproven.passTo(now);
    boots.values().forEach(boot -> age(boot, now));
  }

  private void age(OpenBoot boot, Instant now) {
    if (boot.isChangedBy(now)) {
      changed.add(boot);
    }
  }

  /**
   * @param seen when it was certain; as for {@link OpenBoot#add}
   */
  private Optional<OpenBoot> assign(Event event, Instant seen) {
    // What its silence means must not depend on when the last look was.
    at(event).forEach(here -> age(here, seen));
    Optional<OpenBoot> boot =
        switch (event.fact()) {
          case Answered answered -> Optional.of(ofAnswered(event, answered));
          case Report report -> ofMachine(MachineKey.of(report.told())).or(() -> atAddress(event));
          case Transfer transfer -> ofTransfer(event, transfer);
          case Event.Progress progress -> among(at(event), it -> it.wants(progress.name()));
          case Event.Server _ -> Optional.empty();
          case Event.ClockSet set -> {
            boots.values().forEach(open -> open.shift(set.by()));
            yield Optional.empty();
          }
          case Event.Omitted _ -> Optional.empty();
        };
    boot.ifPresent(it -> {
      it.add(event, seen);
      remember(it, event);
      changed.add(it);
    });
    return boot;
  }

  private OpenBoot ofAnswered(Event event, Answered answered) {
    MachineKey key = MachineKey.of(answered.told());
    Optional<OpenBoot> own = ofMachine(key).filter(boot -> isRecent(boot, event));
    own.ifPresent(boot -> age(boot, event.time()));
    // What asked for a loader here a moment ago, and has not said who it is.
    Optional<OpenBoot> unnamed =
        at(event).stream().filter(boot -> !boot.isIdentified()).reduce((_, later) -> later);
    if (unnamed.isPresent()) {
      own.filter(boot -> boot != unnamed.get()).ifPresent(boot -> restart(boot, event.time()));
      return unnamed.get();
    }
    if (key.isEmpty() && own.isEmpty()) {
      own = atAddress(event);
    }
    if (own.isPresent() && !own.get().isFollowedBy(answered, event.time())) {
      return own.get();
    }
    own.ifPresent(boot -> restart(boot, event.time()));
    return begin(event);
  }

  private Optional<OpenBoot> ofTransfer(Event event, Transfer transfer) {
    List<OpenBoot> here = at(event);
    Optional<OpenBoot> found = among(here, boot -> boot.wants(transfer.name()));
    if (found.isEmpty() && here.size() > 1) {
      return ofSharedAddress(event, transfer, here);
    }
    if (found.isEmpty()) {
      return isBeginning(transfer) ? Optional.of(begin(event)) : Optional.empty();
    }
    if (found.get().isFollowedBy(transfer, event.time())) {
      restart(found.get(), event.time());
      return Optional.of(begin(event));
    }
    return found;
  }

  /** Several machines boot from one address, and the name fits none or more than one of them. */
  private Optional<OpenBoot> ofSharedAddress(Event event, Transfer transfer, List<OpenBoot> here) {
    Optional<OpenBoot> unnamed =
        here.stream().filter(boot -> !boot.isIdentified()).reduce((_, later) -> later);
    if (transfer.route().equals("loaders") && transfer.isComplete()) {
      return unnamed.or(() -> Optional.of(begin(event)));
    }
    if (transfer.isComplete()) {
      here.forEach(boot -> {
        boot.doubt();
        changed.add(boot);
      });
    }
    return Optional.empty();
  }

  /** Not a miss or a probe, and not what a person may fetch with a browser. */
  private static boolean isBeginning(Transfer transfer) {
    String file =
        ImageNames.parse(transfer.name()).stream()
            .findFirst()
            .map(ImageNames.Asked::file)
            .orElse("");
    return transfer.isComplete()
        && Stage.of(transfer.route(), file)
            .filter(stage -> stage == Stage.LOADER || stage == Stage.KERNEL)
            .isPresent();
  }

  /** The only one, or the only one of several that fits. */
  private static Optional<OpenBoot> among(List<OpenBoot> here, Predicate<OpenBoot> fits) {
    if (here.size() == 1) {
      return Optional.of(here.getFirst());
    }
    List<OpenBoot> fitting = here.stream().filter(fits).toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private Optional<OpenBoot> atAddress(Event event) {
    return among(at(event), _ -> false);
  }

  /** The boots at the address of {@code event}, each of another machine. */
  private List<OpenBoot> at(Event event) {
    return event
        .address()
        .map(address -> byAddress.getOrDefault(address, List.of()))
        .orElse(List.of())
        .stream()
        .filter(boot -> isRecent(boot, event))
        .toList();
  }

  private static boolean isRecent(OpenBoot boot, Event event) {
    // A clock that was set back must not make everything recent.
    return Duration.between(boot.last(), event.time()).abs().compareTo(MEMORY) < 0;
  }

  private Optional<OpenBoot> ofMachine(MachineKey key) {
    return key.identifiers().stream()
        .map(byIdentifier::get)
        .filter(Objects::nonNull)
        .reduce((one, other) -> one.id().compareTo(other.id()) > 0 ? one : other);
  }

  private OpenBoot begin(Event event) {
    OpenBoot boot = new OpenBoot(event);
    boots.put(boot.id(), boot);
    if (boots.size() > MAX_BOOTS) {
      forget(boots.values().iterator().next());
    }
    return boot;
  }

  /** Its machine has begun another attempt, so nothing more belongs to this one. */
  private void restart(OpenBoot boot, Instant now) {
    age(boot, now);
    boot.restarted();
    changed.add(boot);
    leaveAddresses(boot);
  }

  private void remember(OpenBoot boot, Event event) {
    for (String identifier : MachineKey.of(boot.identity()).identifiers()) {
      OpenBoot before = byIdentifier.put(identifier, boot);
      if (before != null && before != boot) {
        restart(before, event.time());
      }
    }
    event
        .address()
        .ifPresent(address -> {
          List<OpenBoot> here = byAddress.computeIfAbsent(address, _ -> new ArrayList<>());
          here.removeIf(other ->
              other != boot && (!isRecent(other, event) || isOver(other) || isSame(other, boot)));
          if (!here.contains(boot)) {
            here.add(boot);
          }
          if (here.size() > MAX_AT_ADDRESS) {
            here.removeFirst();
          }
        });
  }

  /** Whether another machine may have its address by now. */
  private static boolean isOver(OpenBoot boot) {
    return boot.state().isFinal() && boot.state() != State.SILENT;
  }

  private static boolean isSame(OpenBoot one, OpenBoot other) {
    Set<String> identifiers = MachineKey.of(one.identity()).identifiers();
    return MachineKey.of(other.identity()).identifiers().stream().anyMatch(identifiers::contains);
  }

  private void forget(OpenBoot boot) {
    boots.remove(boot.id());
    changed.remove(boot);
    leaveAddresses(boot);
    MachineKey.of(boot.identity())
        .identifiers()
        .forEach(identifier -> byIdentifier.remove(identifier, boot));
  }

  private void leaveAddresses(OpenBoot boot) {
    for (InetAddress address : boot.addresses()) {
      byAddress.computeIfPresent(
          address,
          (_, here) -> {
            here.remove(boot);
            return here.isEmpty() ? null : here;
          });
    }
  }
}
