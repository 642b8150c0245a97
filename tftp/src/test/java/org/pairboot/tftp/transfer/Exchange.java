package org.pairboot.tftp.transfer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.pairboot.tftp.transfer.Transfer.Output;

/** A lockstep transfer in virtual time, to a client that consists of its timing only. */
final class Exchange implements Output {
  static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  static final long SECOND = 1000 * MILLISECOND;
  static final long NO_ANSWER = -1;
  private static final long NOTHING = -1;

  /** The response time of a client. */
  @FunctionalInterface
  interface Client {
    /**
     * @param copy 1 for the first packet of this block, 2 for the next
     * @return nanoseconds until the ACK arrives, or {@link #NO_ANSWER}
     */
    long answer(long block, int copy, long now);
  }

  private record Ack(long arrival, long block) implements Comparable<Ack> {
    @Override
    public int compareTo(Ack other) {
      return Long.compare(arrival, other.arrival);
    }
  }

  private final Transfer transfer;
  private final PriorityQueue<Ack> underWay = new PriorityQueue<>();
  private final Map<Long, Integer> copies = new HashMap<>();
  private Client client;
  private long heldUp = NOTHING;
  private long holdUp;
  private long now;

  Exchange(long lastBlock, RetransmitPolicy policy, Client client) {
    this.client = client;
    transfer =
        new Transfer(
            new Transfer.Terms(lastBlock, 1, Rollover.TO_ZERO, true, false),
            policy,
            RecordedTransfer.FREE,
            this,
            now);
    transfer.start(now);
  }

  /** Replaces the client with {@code next}. */
  Exchange with(Client next) {
    client = next;
    return this;
  }

  /** The server takes {@code nanos} from deciding to send {@code block} to sending it. */
  Exchange holdingUp(long block, long nanos) {
    heldUp = block;
    holdUp = nanos;
    return this;
  }

  /** Runs until {@code block} is acknowledged or the transfer ends. */
  Exchange runTo(long block) {
    while (!transfer.hasEnded() && transfer.acknowledged() < block) {
      step();
    }
    return this;
  }

  Exchange runFor(Duration duration) {
    long end = now + duration.toNanos();
    while (!transfer.hasEnded() && nextEvent() < end) {
      step();
    }
    now = end;
    return this;
  }

  private long nextEvent() {
    return underWay.isEmpty()
        ? transfer.deadline()
        : Math.min(transfer.deadline(), underWay.peek().arrival());
  }

  private void step() {
    now = nextEvent();
    if (!underWay.isEmpty() && underWay.peek().arrival() == now) {
      transfer.onAck((int) (underWay.poll().block() & 0xFFFF), now);
    } else {
      transfer.onTimer(now);
    }
  }

  Transfer transfer() {
    return transfer;
  }

  Duration time() {
    return Duration.ofNanos(now);
  }

  @Override
  public void sendOack() {
    send(0);
  }

  @Override
  public void sendData(long first, int count) {
    send(first);
  }

  private void send(long block) {
    int copy = copies.merge(block, 1, Integer::sum);
    if (block == heldUp && copy == 1) {
      now += holdUp;
    }
    long delay = client.answer(block, copy, now);
    if (delay != NO_ANSWER) {
      underWay.add(new Ack(now + delay, block));
    }
    transfer.onSent(now);
  }
}
