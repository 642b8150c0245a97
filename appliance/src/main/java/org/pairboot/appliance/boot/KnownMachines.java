package org.pairboot.appliance.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

  /** So many that those who serve at the same time do not wait for each other. */
  private static final int SHARES = 64;

  private final LongSupplier nanoTime;
  private final List<Share> shares = Stream.generate(Share::new).limit(SHARES).toList();

  /**
   * @param nanoTime as {@link System#nanoTime}: whoever sets the clock of the server neither makes
   *     it forget the machines that boot, nor remember them for longer
   */
  KnownMachines(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A part of the addresses, under a lock of its own. */
  private static final class Share extends LinkedHashMap<InetAddress, Known> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<InetAddress, Known> eldest) {
      return size() > MAX_ADDRESSES / SHARES;
    }

    synchronized Optional<Known> of(InetAddress address) {
      return Optional.ofNullable(get(address));
    }

    synchronized void update(InetAddress address, UnaryOperator<Known> change) {
      Known before = remove(address);
      // At the end, as the latest.
      put(address, change.apply(before == null ? Known.NOTHING : before));
    }
  }

  /**
   * @param shared whether several machines ask from the address
   * @param until as of {@link System#nanoTime}
   */
  private record Known(MachineIdentity identity, boolean shared, long until) {
    static final Known NOTHING = new Known(MachineIdentity.UNKNOWN, false, 0);

    /** This, unless its time is over. */
    Known at(long now) {
      return until - now >= 0 ? this : NOTHING;
    }

    /** This with what is told now; told values win. */
    Known with(MachineIdentity told, long now) {
      boolean several =
          shared || differ(identity.mac(), told.mac()) || differ(identity.uuid(), told.uuid());
      return new Known(
          several ? MachineIdentity.UNKNOWN : told.or(identity),
          several,
          now + (several ? SHARED_TIME : BOOT_TIME).toNanos());
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
      return one.isPresent() && other.isPresent() && !one.equals(other);
    }
  }

  /** All that is known of the machine at {@code address} that tells {@code told} now. */
  MachineIdentity recall(InetAddress address, MachineIdentity told) {
    long now = nanoTime.getAsLong();
    Known known = share(address).of(address).orElse(Known.NOTHING).at(now);
    return told.or(known.with(told, now).identity());
  }

  /** Remembers what the machine at {@code address} tells. */
  void learn(InetAddress address, MachineIdentity told) {
    if (told.mac().isPresent() || told.uuid().isPresent()) {
      long now = nanoTime.getAsLong();
      share(address).update(address, known -> known.at(now).with(told, now));
    }
  }

  private Share share(InetAddress address) {
    // Neighbours differ in the last bits of an address, and so of its hash.
    return shares.get(Math.floorMod(address.hashCode(), SHARES));
  }
}
