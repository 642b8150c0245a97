package org.pairboot.appliance.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.plan.MachineIdentity;

/**
 * What machines told of themselves in the requests just before.
 *
 * <p>PXELINUX and GRUB put UUID and MAC into names for which they get nothing, and then ask for one
 * that tells nothing. Within the time of one boot, an address stands for the machine that told. It
 * does not once two different machines told something from there, through a translated network or
 * after a lease moved: then nothing is recalled for that address. Thread-safe; bounded.
 */
final class KnownMachines {
  /**
   * As long as PXELINUX waits for the answer to one name when packets are lost: 131 s, the sum of
   * TimeoutTable in its core/fs/pxe/pxe.c. Without losses it asks for all its names within 0.1 s, a
   * GRUB that waits for the link within seconds; a person at a menu reads for a minute. A DHCP
   * server hands an address to another machine after the lease at the earliest, which no server
   * makes shorter than two minutes by default.
   */
  private static final Duration BOOT_TIME = Duration.ofMinutes(2);

  /** A network that is translated today is so tomorrow. */
  private static final Duration SHARED_TIME = Duration.ofDays(1);

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
   * @param shared whether several machines ask from the address
   * @param until milliseconds since the epoch
   */
  private record Known(MachineIdentity identity, boolean shared, long until) {
    static final Known NOTHING = new Known(MachineIdentity.UNKNOWN, false, 0);

    /** This with what is told now; told values win. */
    Known with(MachineIdentity told, long now) {
      boolean several =
          shared || differ(identity.mac(), told.mac()) || differ(identity.uuid(), told.uuid());
      return new Known(
          several ? MachineIdentity.UNKNOWN : told.or(identity),
          several,
          now + (several ? SHARED_TIME : BOOT_TIME).toMillis());
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
      return one.isPresent() && other.isPresent() && !one.equals(other);
    }
  }

  /** All that is known of the machine at {@code address} that tells {@code told} now. */
  synchronized MachineIdentity recall(InetAddress address, MachineIdentity told) {
    return told.or(valid(address).with(told, clock.millis()).identity());
  }

  /** Remembers what the machine at {@code address} tells. */
  synchronized void learn(InetAddress address, MachineIdentity told) {
    if (told.mac().isPresent() || told.uuid().isPresent()) {
      Known now = valid(address).with(told, clock.millis());
      // At the end of the map, as the latest.
      known.remove(address);
      known.put(address, now);
    }
  }

  private Known valid(InetAddress address) {
    return Optional.ofNullable(known.get(address))
        .filter(found -> found.until() >= clock.millis())
        .orElse(Known.NOTHING);
  }
}
