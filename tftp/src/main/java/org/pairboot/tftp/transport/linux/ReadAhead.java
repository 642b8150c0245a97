package org.pairboot.tftp.transport.linux;

import java.lang.foreign.Arena;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCalls;

/**
 * Has the pages of mapped files read before they are sent, on a thread of its own: a loop that
 * touches a page which is not in memory stands still until the disk has delivered it, with all its
 * other transfers.
 *
 * <p>Advice only. Where it comes late, or is dropped because there is too much of it, the loop
 * waits for the disk as it would have without. It names addresses, not mappings: should one be gone
 * by the time, the advice is refused, or wakes pages of another file, which does no harm.
 */
final class ReadAhead implements AutoCloseable {
  /** How much is asked for at a time, in bytes. */
  static final long STEP = 1 << 20;

  /** How far ahead of what is being sent, in bytes. */
  static final long DISTANCE = 8 * STEP;

  /** Requests that may wait; each transfer makes one for each {@link #STEP}. */
  private static final int MAX_WAITING = 4096;

  /** The largest page of the two architectures: an aarch64 kernel may be built for it. */
  private static final long PAGE = 64 << 10;

  /** Asks for memory to be read ahead. */
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
      // madvise wants the start of a page; pages larger than this start at one as well.
      long start = address & -PAGE;
      calls.madvise(start, address + length - start, Abi.MADV_WILLNEED);
    });
  }

  /**
   * Follows a transfer of {@code length} bytes at {@code mapping}.
   *
   * @param mapping 0 where there is none, and nothing to be done
   */
  Cursor cursor(long mapping, long length) {
    return new Cursor(mapping, mapping == 0 ? 0 : length);
  }

  /** How far the pages of one transfer have been asked for. Belongs to one loop. */
  final class Cursor {
    private final long mapping;
    private final long length;
    private long asked;

    private Cursor(long mapping, long length) {
      this.mapping = mapping;
      this.length = length;
      advance(0);
    }

    /** The transfer goes on from {@code position}, in bytes from the start of the mapping. */
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
