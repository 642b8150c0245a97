package org.pairboot.appliance.timeline;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.pairboot.appliance.timeline.event.Event.Fact;

/**
 * Events on their way from the threads that serve to the one that records. It never makes a server
 * thread wait: what finds no room is lost, and counted. What machines do that are known to boot has
 * room of its own, which no flood of others can take. Thread-safe, for one taker.
 */
final class EventQueue {
  private final Lane machines;
  private final Lane others;
  private final LongAdder lost = new LongAdder();

  /**
   * What happened, before it has its place in the order of events.
   *
   * @param address of the client; empty for what concerns the whole server
   */
  record Incoming(Instant time, Optional<InetAddress> address, Fact fact) {}

  /** A bounded queue. */
  private static final class Lane {
    private final Queue<Incoming> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;

    Lane(int capacity) {
      this.capacity = capacity;
    }

    boolean offer(Incoming event) {
      if (size.incrementAndGet() > capacity) {
        size.decrementAndGet();
        return false;
      }
      return queue.add(event);
    }

    Incoming poll() {
      Incoming event = queue.poll();
      if (event != null) {
        size.decrementAndGet();
      }
      return event;
    }

    Incoming peek() {
      return queue.peek();
    }
  }

  /**
   * @param capacity in events; a quarter of it is for addresses that are not known to boot
   */
  EventQueue(int capacity) {
    this.others = new Lane(capacity / 4);
    this.machines = new Lane(capacity - capacity / 4);
  }

  /**
   * @param known whether its address is one of a machine that boots
   */
  void add(Incoming event, boolean known) {
    if (!(known ? machines : others).offer(event)) {
      lost.increment();
    }
  }

  /** Hands over all events that are there, in the order of their times. */
  void drainTo(Consumer<Incoming> taker) {
    // What is added meanwhile waits for the next call, so that this one ends.
    int count = machines.size.get() + others.size.get();
    for (int i = 0; i < count; i++) {
      Incoming machine = machines.peek();
      Incoming other = others.peek();
      if (machine == null && other == null) {
        return;
      }
      boolean first = other == null || (machine != null && !machine.time().isAfter(other.time()));
      taker.accept((first ? machines : others).poll());
    }
  }

  /** How many events were lost since the last call. */
  long takeLost() {
    return lost.sumThenReset();
  }
}
