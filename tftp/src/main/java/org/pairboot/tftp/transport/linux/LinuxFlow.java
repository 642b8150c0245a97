package org.pairboot.tftp.transport.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.pairboot.tftp.transport.Flow;

/**
 * One peer on one socket. Holds no data: what is unsent is known by block numbers, and is put into
 * a batch right before that is sent.
 */
final class LinuxFlow implements Flow {
  private final FlowSocket socket;
  private final AddressPair pair;
  private final Flow.Source source;
  private final Flow.Handler handler;
  private final long mapping;
  private final ReadAhead.Cursor readAhead;

  private ByteBuffer control;
  private long nextBlock;
  private int blocksLeft;
  private boolean segmented;

  /** The next flow in {@link FlowTable}. */
  LinuxFlow nextInBucket;

  /** The next flow in {@link Queue}. */
  LinuxFlow nextInQueue;

  LinuxFlow previousInQueue;
  boolean queued;

  /**
   * @param segmented whether to try to send runs of blocks in one message
   */
  LinuxFlow(
      FlowSocket socket,
      AddressPair pair,
      Flow.Source source,
      Flow.Handler handler,
      ReadAhead readAhead,
      boolean segmented) {
    this.socket = socket;
    this.pair = pair;
    this.source = source;
    this.handler = handler;
    this.segmented = segmented;
    this.mapping =
        source
            .reader()
            .mapped()
            .filter(m -> m.isNative() && m.byteSize() >= source.blocks().length())
            .map(MemorySegment::address)
            .orElse(0L);
    this.readAhead = readAhead.cursor(mapping, source.blocks().length());
  }

  FlowSocket socket() {
    return socket;
  }

  AddressPair pair() {
    return pair;
  }

  Flow.Source source() {
    return source;
  }

  Flow.Handler handler() {
    return handler;
  }

  /** The address of the mapped content; 0 if it has to be read. */
  long mapping() {
    return mapping;
  }

  /** Whether to let the kernel segment messages to this peer. */
  boolean isSegmented() {
    return segmented;
  }

  /**
   * The kernel or the interface to this peer refuses to segment. It depends on the route: packets
   * larger than its MTU are refused, and those that IPsec encrypts.
   */
  void stopSegmenting() {
    segmented = false;
  }

  @Override
  public void sendControl(ByteBuffer packet) {
    control = packet;
    blocksLeft = 0;
    socket.enqueue(this);
  }

  @Override
  public void sendData(long first, int count) {
    control = null;
    nextBlock = first;
    blocksLeft = count;
    readAhead.advance(source.blocks().position(first));
    socket.enqueue(this);
  }

  boolean isIdle() {
    return control == null && blocksLeft == 0;
  }

  /** The unsent packet that precedes all blocks; null for none. */
  ByteBuffer control() {
    return control;
  }

  /** Puts what is unsent into {@code batch}; false if that is full before all is in. */
  boolean fill(SendBatch batch) {
    if (control != null) {
      return batch.addPacket(this, pair, control);
    }
    int added = 0;
    while (added < blocksLeft) {
      int more = batch.addBlocks(this, nextBlock + added, blocksLeft - added);
      if (more == 0) {
        // If no blocks are left the flow has failed, and there may be room for others.
        return blocksLeft == 0;
      }
      added += more;
    }
    return true;
  }

  /** A message of this flow was sent or lost: the control packet, or {@code count} blocks. */
  void advance(int count) {
    if (count == 0) {
      control = null;
    } else {
      nextBlock += count;
      blocksLeft = Math.max(0, blocksLeft - count);
    }
  }

  /** The content cannot be read: nothing more is sent. */
  void fail(Throwable failure) {
    blocksLeft = 0;
    handler.onReadFailure(failure);
  }

  @Override
  public void close() {
    socket.remove(this);
    control = null;
    blocksLeft = 0;
  }

  /** A queue of flows that have something to send. A flow is in it once at most. */
  static final class Queue {
    private LinuxFlow first;
    private LinuxFlow last;

    boolean isEmpty() {
      return first == null;
    }

    /** The first flow; {@link LinuxFlow#nextInQueue} leads to the others. */
    LinuxFlow first() {
      return first;
    }

    /** Appends {@code flow}, unless it is in the queue already. */
    void add(LinuxFlow flow) {
      if (flow.queued) {
        return;
      }
      flow.queued = true;
      flow.previousInQueue = last;
      if (last == null) {
        first = flow;
      } else {
        last.nextInQueue = flow;
      }
      last = flow;
    }

    /** Removes {@code flow}, if present. */
    void remove(LinuxFlow flow) {
      if (!flow.queued) {
        return;
      }
      flow.queued = false;
      LinuxFlow previous = flow.previousInQueue;
      LinuxFlow next = flow.nextInQueue;
      if (previous == null) {
        first = next;
      } else {
        previous.nextInQueue = next;
      }
      if (next == null) {
        last = previous;
      } else {
        next.previousInQueue = previous;
      }
      flow.previousInQueue = null;
      flow.nextInQueue = null;
    }
  }
}
