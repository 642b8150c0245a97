package org.pairboot.tftp.transfer;

import static org.pairboot.tftp.transfer.Exchange.MILLISECOND;
import static org.pairboot.tftp.transfer.Exchange.SECOND;

import java.util.ArrayList;
import java.util.List;
import org.pairboot.tftp.transfer.Transfer.Output;

/**
 * A transfer with a manual clock that records what is sent: each packet or window is written as
 * {@code OACK}, {@code 7} or {@code 7-10}.
 */
final class RecordedTransfer {
  private static final RetransmitPolicy POLICY =
      new RetransmitPolicy(SECOND, SECOND / 50, 8 * SECOND, 60 * SECOND, 3);

  /** Pays for everything, and the first ACK is the proof. */
  static final Allowance FREE =
      new Allowance(true, 1L << 40, 1L << 40, 1, 1, new Allowance.Trial(1, 0, false));

  private final List<String> sent = new ArrayList<>();
  private long now = Long.MAX_VALUE - SECOND; // nanoTime may wrap
  private Transfer transfer;

  private final Output output =
      new Output() {
        @Override
        public void sendOack() {
          sent.add("OACK");
        }

        @Override
        public void sendData(long first, int count) {
          sent.add(count == 1 ? "" + first : first + "-" + (first + count - 1));
        }
      };

  void start(long lastBlock, int windowsize, boolean oack) {
    start(new Transfer.Terms(lastBlock, windowsize, Rollover.TO_ZERO, oack, oack));
  }

  void start(Transfer.Terms terms) {
    start(terms, POLICY);
  }

  void start(Transfer.Terms terms, RetransmitPolicy policy) {
    start(terms, policy, FREE);
  }

  void start(Transfer.Terms terms, RetransmitPolicy policy, Allowance allowance) {
    transfer = new Transfer(terms, policy, allowance, output, now);
    transfer.start(now);
  }

  Transfer transfer() {
    return transfer;
  }

  long now() {
    return now;
  }

  List<String> sent() {
    return sent;
  }

  List<String> takeSent() {
    List<String> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  /** Acknowledges after a millisecond. */
  void answer(long block) {
    turn(MILLISECOND);
    ack(block);
  }

  void ack(long block) {
    acknowledge((int) (block & 0xFFFF));
  }

  /** Acknowledges by the number in the packet. */
  void acknowledge(int number) {
    transfer.onAck(number, now);
  }

  /** Advances the clock without calling the timer. */
  void turn(long nanos) {
    now += nanos;
  }

  /** Advances the clock and calls the timer at each deadline. */
  void pass(long seconds) {
    long end = now + seconds * SECOND;
    while (!transfer.hasEnded() && transfer.deadline() - end <= 0) {
      now = transfer.deadline();
      transfer.onTimer(now);
    }
    now = end;
  }

  /** Acknowledges everything up to {@code block} at once, window by window. */
  void runTo(long block, int windowsize) {
    for (long n = transfer.acknowledged() + windowsize; n < block; n += windowsize) {
      ack(n);
    }
    ack(block);
  }
}
