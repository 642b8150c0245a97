package org.pairboot.tftp.transport.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.pairboot.tftp.transport.Flow;

/**
 * One peer on one socket. Holds no bytes: what waits is known by its numbers, and gets into a batch
 * when that is sent.
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
  private boolean cut;

  /** The place in {@link FlowTable}. */
  LinuxFlow nextInBucket;

  /** The place in {@link SendQueue}. */
  LinuxFlow nextInQueue;

  LinuxFlow previousInQueue;
  boolean queued;

  /**
   * @param cut whether to try to send runs of blocks in one message
   */
  LinuxFlow(
      FlowSocket socket,
      AddressPair pair,
      Flow.Source source,
      Flow.Handler handler,
      ReadAhead readAhead,
      boolean cut) {
    this.socket = socket;
    this.pair = pair;
    this.source = source;
    this.handler = handler;
    this.cut = cut;
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

  /** Where the content is in memory; 0 where it has to be read. */
  long mapping() {
    return mapping;
  }

  /** Whether the kernel may be asked to cut messages to this peer. */
  boolean isCut() {
    return cut;
  }

  /**
   * The kernel or the interface that leads to this peer refuses. It depends on the route: packets
   * larger than its MTU are not cut, nor those that IPsec encrypts.
   */
  void stopCutting() {
    cut = false;
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

  /** The packet that waits, before all blocks; null for none. */
  ByteBuffer control() {
    return control;
  }

  /** Puts what waits into {@code batch}; false when that is full before all is in. */
  boolean fill(SendBatch batch) {
    if (control != null) {
      return batch.addPacket(this, pair, control);
    }
    int added = 0;
    while (added < blocksLeft) {
      int more = batch.addBlocks(this, nextBlock + added, blocksLeft - added);
      if (more == 0) {
        // Without any blocks left the flow has failed, and there may be room for others.
        return blocksLeft == 0;
      }
      added += more;
    }
    return true;
  }

  /** A message of this flow is on its way or lost: the control packet, or {@code count} blocks. */
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

  /** Flows that have something to send, in the order they came. A flow is in it once at most. */
  static final class Queue {
    private LinuxFlow first;
    private LinuxFlow last;

    boolean isEmpty() {
      return first == null;
    }

    /** The flow whose turn it is; the others follow by {@link LinuxFlow#nextInQueue}. */
    LinuxFlow first() {
      return first;
    }

    /** Adds {@code flow} at the end, unless it waits already. */
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

    /** Takes {@code flow} out, if it is in. */
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
