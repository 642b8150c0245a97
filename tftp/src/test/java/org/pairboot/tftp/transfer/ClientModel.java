package org.pairboot.tftp.transfer;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * A client that takes blocks in order and acknowledges the last of each window, as RFC 7440 says.
 * What it does about other blocks, and when it is slow, differs from one to the next: see {@link
 * Firmware}.
 */
abstract class ClientModel {
  static final long SECOND = Duration.ofSeconds(1).toNanos();
  static final long NEVER = Long.MAX_VALUE;

  /** The way to the server. */
  interface Wire {
    /**
     * @param number the block number as it stands in the packet
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
   * @param patience after which the client acknowledges again what it has, in nanoseconds
   */
  ClientModel(LossyLink.Setup setup, Wire wire, long patience) {
    this.setup = setup;
    this.wire = wire;
    this.patience = patience;
    this.started = !setup.oack();
    this.deadline = patience;
  }

  /** A block that is not the next one has come. */
  abstract void onOtherBlock(int number);

  /** The next block has come and is stored. */
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

  /** {@link #deadline} has come. */
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

  /** Acknowledges one block as it stands in its packet. */
  final void acknowledge(int number) {
    wire.acknowledge(number);
  }

  final int number(long block) {
    return setup.rollover().number(block);
  }

  final long now() {
    return wire.now();
  }

  /** When {@link #onTimer} is to be called. */
  long deadline() {
    return deadline;
  }

  /** The last block stored. */
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
