package org.pairboot.appliance.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.plan.MachineIdentity;

/**
 * What machines have told of themselves in the requests just before.
 *
 * <p>PXELINUX and GRUB tell UUID and MAC in names for which they get nothing, and then ask for one
 * that tells nothing. Within the time of one boot, an address stands for the machine that told; but
 * not where two different ones did so from there, which is a translated network or a lease that
 * went over: then nothing is remembered of that address. Thread-safe; bounded.
 */
final class KnownMachines {
  private static final Duration BOOT_TIME = Duration.ofMinutes(2);
  private static final int MAX_ADDRESSES = 8192;

  private final InstantSource clock;
  private final Map<InetAddress, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Known> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  KnownMachines(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param ambiguous whether several machines ask from the address
   */
  private record Known(MachineIdentity identity, boolean ambiguous, long until) {}

  /** Adds what is told now, and returns all that is known of the machine at {@code address}. */
  synchronized MachineIdentity learn(InetAddress address, MachineIdentity told) {
    long now = clock.millis();
    Known before = known.get(address);
    if (before != null && before.until() < now) {
      before = null;
    }
    boolean tells = told.mac().isPresent() || told.uuid().isPresent();
    if (before == null && !tells) {
      return told;
    }
    MachineIdentity old = before == null ? MachineIdentity.UNKNOWN : before.identity();
    boolean ambiguous =
        before != null
            && (before.ambiguous()
                || differ(old.mac(), told.mac())
                || differ(old.uuid(), told.uuid()));
    MachineIdentity whole = ambiguous ? told : told.or(old);
    if (tells) {
      // Behind all others, as it is the latest.
      known.remove(address);
      known.put(address, new Known(whole, ambiguous, now + BOOT_TIME.toMillis()));
    }
    return whole;
  }

  private static <T> boolean differ(Optional<T> one, Optional<T> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }
}
