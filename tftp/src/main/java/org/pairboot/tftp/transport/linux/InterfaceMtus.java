package org.pairboot.tftp.transport.linux;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/** Caches the MTUs of interfaces, because each request needs one. Belongs to one thread. */
final class InterfaceMtus implements IntUnaryOperator {
  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private final IntUnaryOperator lookup;
  private final LongSupplier clock;
  private final Map<Integer, Known> known = new HashMap<>();

  private record Known(int mtu, long since) {}

  InterfaceMtus(IntUnaryOperator lookup, LongSupplier clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  static InterfaceMtus ofSystem() {
    return new InterfaceMtus(InterfaceMtus::lookUp, System::nanoTime);
  }

  /** The MTU of the interface with {@code index}, in bytes; 0 if unknown. */
  @Override
  public int applyAsInt(int index) {
    long now = clock.getAsLong();
    Known before = known.get(index);
    if (before != null && now - before.since() < FRESH) {
      return before.mtu();
    }
    int mtu = lookup.applyAsInt(index);
    known.put(index, new Known(mtu, now));
    return mtu;
  }

  private static int lookUp(int index) {
    try {
      NetworkInterface found = index > 0 ? NetworkInterface.getByIndex(index) : null;
      return found == null ? 0 : found.getMTU();
    } catch (SocketException e) {
      // The interface vanished between the two calls.
      return 0;
    }
  }
}
