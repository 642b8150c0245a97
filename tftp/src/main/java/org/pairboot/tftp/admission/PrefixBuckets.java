package org.pairboot.tftp.admission;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Token buckets for single addresses, or for the networks that they are in.
 *
 * <p>The table has a fixed size and holds one number for each bucket, the time at which it will be
 * full again (the generic cell rate algorithm), so a flood of forged addresses fills no memory.
 * Those that share a slot share its tokens; the seed keeps secret which ones do. Thread-safe,
 * without locks.
 */
final class PrefixBuckets {
  private static final int SLOT_BITS = 12;

  /** What one bucket is for. */
  enum Scope {
    ADDRESS,

    /**
     * /24 of IPv4, /64 of IPv6, which is one link in either family. A longer prefix would let a
     * flood multiply its share by forging many addresses of one victim's network; a shorter one
     * would put the racks of a whole site into one bucket.
     */
    NETWORK;

    private long prefix(ByteBuffer address) {
      boolean four = address.remaining() == 4;
      return switch (this) {
        case ADDRESS -> four ? address.getInt() : address.getLong() * 31 + address.getLong();
        case NETWORK -> four ? address.getInt() >>> 8 : address.getLong();
      };
    }
  }

  private final Scope scope;
  private final AtomicLongArray fullAt = new AtomicLongArray(1 << SLOT_BITS);
  private final long nanosPerToken;
  private final long capacity;
  private final long seed;

  /**
   * @param scope who has a bucket
   * @param burst tokens in a full bucket
   * @param rate new tokens per second
   * @param seed a secret that decides which of them share a slot
   */
  PrefixBuckets(Scope scope, int burst, int rate, long seed, long now) {
    this.scope = scope;
    this.nanosPerToken = Duration.ofSeconds(1).toNanos() / rate;
    this.capacity = burst * nanosPerToken;
    this.seed = seed;
    for (int slot = 0; slot < fullAt.length(); slot++) {
      fullAt.set(slot, now);
    }
  }

  /** Takes {@code tokens} from the bucket of {@code address}, or none if it has fewer. */
  boolean tryTake(InetAddress address, int tokens, long now) {
    int slot = slot(address);
    while (true) {
      long before = fullAt.get(slot);
      long after = (before - now < 0 ? now : before) + tokens * nanosPerToken;
      if (after - now > capacity) {
        return false;
      }
      if (fullAt.compareAndSet(slot, before, after)) {
        return true;
      }
    }
  }

  /** Returns tokens that were taken and not used. */
  void giveBack(InetAddress address, int tokens) {
    fullAt.addAndGet(slot(address), -tokens * nanosPerToken);
  }

  private int slot(InetAddress address) {
    long prefix = scope.prefix(ByteBuffer.wrap(address.getAddress()));
    long mixed = (prefix ^ seed) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> (64 - SLOT_BITS));
  }
}
