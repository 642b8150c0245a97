package org.pairboot.tftp.transfer;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * A client that accepts blocks in order and acknowledges the last of each window, as RFC 7440
 * specifies. How it handles other blocks, and when it is slow, depends on the client: see {@link
 * Firmware}.
 */
abstract class ClientModel {
  static final long SECOND = Duration.ofSeconds(1).toNanos();
  static final long NEVER = Long.MAX_VALUE;

  /** The connection to the server. */
  interface Wire {
    /**
     * @param number the block number in the packet
     */
    void acknowledge(int number);

    /** Virtual time, in nanoseconds. */
    long now();
  }

  private final LossyLink.Setup setup;
  private final Wire wire;
  private final long patience;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private long last;
  private long windowStart;
  private boolean started;
  private boolean complete;
  private long deadline;

  /**
   * @param patience the time after which the client repeats its last ACK, in nanoseconds
   */
  ClientModel(LossyLink.Setup setup, Wire wire, long patience) {
    this.setup = setup;
    this.wire = wire;
    this.patience = patience;
    this.started = !setup.oack();
    this.deadline = patience;
  }

  /** A block other than the next one has arrived. */
  abstract void onOtherBlock(int number);

  /** The next block has arrived and is stored. */
  void onNextBlock() {
    if (complete || last - windowStart == setup.windowsize()) {
      acknowledge();
    }
  }

  void onOack() {
    if (last == 0) {
      started = true;
      acknowledge();
    }
  }

  void onData(int number, byte[] payload) {
    if (!started) {
      return;
    }
    if (complete || number != number(last + 1)) {
      onOtherBlock(number);
      return;
    }
    last++;
    received.writeBytes(payload);
    complete = payload.length < setup.blksize();
    deadline = complete ? NEVER : now() + patience;
    onNextBlock();
  }

  /** To be called at {@link #deadline}. */
  void onTimer() {
    deadline = now() + patience;
    if (started && last > 0) {
      acknowledge();
    }
  }

  /** Acknowledges all blocks so far; the next window begins there. */
  final void acknowledge() {
    windowStart = last;
    wire.acknowledge(number(last));
  }

  /** Acknowledges one block by its number in packets. */
  final void acknowledge(int number) {
    wire.acknowledge(number);
  }

  final int number(long block) {
    return setup.rollover().number(block);
  }

  final long now() {
    return wire.now();
  }

  /** When to call {@link #onTimer}. */
  long deadline() {
    return deadline;
  }

  /** The last stored block. */
  final long last() {
    return last;
  }

  final boolean isComplete() {
    return complete;
  }

  final byte[] received() {
    return received.toByteArray();
  }
}
