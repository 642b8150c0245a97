package org.pairboot.tftp.transport.linux;

import java.lang.foreign.Arena;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCalls;

/**
 * Reads the pages of mapped files ahead of sending, on a thread of its own: a loop that touches a
 * page which is not in memory stalls until the disk has delivered it, with all its other transfers.
 *
 * <p>It is advice only. If it is late, or dropped because there is too much of it, the loop waits
 * for the disk as it would without. It names addresses, not mappings: if a mapping is gone by then,
 * the kernel rejects the advice, or loads pages of another file, which does no harm.
 */
final class ReadAhead implements AutoCloseable {
  /** How much is requested at a time, in bytes: large enough that the disk reads sequentially. */
  static final long STEP = 1 << 20;

  /** How far ahead of sending, in bytes: 80 ms at gigabit speed, several seeks of a disk. */
  static final long DISTANCE = 8 * STEP;

  /** The limit of queued requests; each transfer makes one for each {@link #STEP}. */
  private static final int MAX_WAITING = 4096;

  /** The largest page size of both architectures: an aarch64 kernel may use 64 KiB. */
  private static final long PAGE = 64 << 10;

  /** Asks the kernel to read memory ahead. */
  @FunctionalInterface
  interface Advice {
    void willNeed(long address, long length);
  }

  private record Stretch(long address, long length) {}

  private final Advice advice;
  private final Queue<Stretch> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  ReadAhead(Advice advice) {
    this.advice = advice;
    this.thread = Thread.ofPlatform().daemon().name("tftp-read-ahead").unstarted(this::run);
    thread.start();
  }

  /** Advises the kernel. */
  static ReadAhead ofSystem() {
    LinuxCalls calls = new LinuxCalls(Arena.ofAuto());
    return new ReadAhead((address, length) -> {
      // madvise requires the start of a page; a multiple of the largest size is one.
      long start = address & -PAGE;
      calls.madvise(start, address + length - start, Abi.MADV_WILLNEED);
    });
  }

  /**
   * Follows a transfer of {@code length} bytes at {@code mapping}.
   *
   * @param mapping 0 if there is none, and nothing to do
   */
  Cursor cursor(long mapping, long length) {
    return new Cursor(mapping, mapping == 0 ? 0 : length);
  }

  /** How far the pages of one transfer have been requested. Belongs to one loop. */
  final class Cursor {
    private final long mapping;
    private final long length;
    private long asked;

    private Cursor(long mapping, long length) {
      this.mapping = mapping;
      this.length = length;
      advance(0);
    }

    /** The transfer continues at {@code position}, in bytes from the start of the mapping. */
    void advance(long position) {
      if (asked < length && position + DISTANCE - asked >= STEP) {
        long end = Math.min(length, position + DISTANCE);
        ask(mapping + asked, end - asked);
        asked = end;
      }
    }
  }

  private void ask(long address, long length) {
    if (count.incrementAndGet() > MAX_WAITING) {
      count.decrementAndGet();
      return;
    }
    waiting.add(new Stretch(address, length));
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      Stretch next = waiting.poll();
      if (next == null) {
        LockSupport.park(this);
      } else {
        count.decrementAndGet();
        advice.willNeed(next.address(), next.length());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
