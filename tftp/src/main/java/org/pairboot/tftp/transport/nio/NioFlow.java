package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transfer.Blocks;
import org.pairboot.tftp.transport.Flow;

/**
 * One peer on one port. Holds no data: what is unsent is known by block numbers and read when it is
 * sent.
 */
final class NioFlow implements Flow {
  private final NioPort port;
  private final InetSocketAddress peer;
  private final Flow.Source source;
  private final Flow.Handler handler;

  private ByteBuffer control;
  private long nextBlock;
  private int blocksLeft;
  private boolean waiting;

  NioFlow(NioPort port, InetSocketAddress peer, Flow.Source source, Flow.Handler handler) {
    this.port = port;
    this.peer = peer;
    this.source = source;
    this.handler = handler;
  }

  NioPort port() {
    return port;
  }

  InetSocketAddress peer() {
    return peer;
  }

  Flow.Handler handler() {
    return handler;
  }

  /** Whether this flow is in the queue of its port. */
  boolean isWaiting() {
    return waiting;
  }

  void setWaiting(boolean waiting) {
    this.waiting = waiting;
  }

  @Override
  public void sendControl(ByteBuffer packet) {
    control = packet;
    blocksLeft = 0;
    port.sendOrWait(this);
  }

  @Override
  public void sendData(long first, int count) {
    control = null;
    nextBlock = first;
    blocksLeft = count;
    port.sendOrWait(this);
  }

  /** Sends as much as the channel accepts; returns whether that was all. */
  boolean pump() {
    if (control != null) {
      if (!port.send(control.rewind(), peer)) {
        return false;
      }
      control = null;
    }
    while (blocksLeft > 0) {
      ByteBuffer packet = load(nextBlock);
      if (packet == null) {
        blocksLeft = 0;
        return true;
      }
      if (!port.send(packet, peer)) {
        return false;
      }
      nextBlock++;
      blocksLeft--;
    }
    handler.onSent(System.nanoTime());
    return true;
  }

  /** The DATA packet of {@code block} in the buffer of the link; null if it cannot be read. */
  private ByteBuffer load(long block) {
    Blocks blocks = source.blocks();
    int size = blocks.size(block);
    ByteBuffer packet = port.outbound().clear().limit(PacketCodec.HEADER + size);
    PacketCodec.putDataHeader(packet, blocks.number(block));
    try {
      int count = size == 0 ? 0 : source.reader().read(blocks.position(block), packet);
      if (count != size) {
        throw new IOException("read " + count + " bytes instead of " + size);
      }
      return packet.flip();
    } catch (IOException | RuntimeException | Error e) {
      // A broken content must not affect the loop, which serves others too.
      handler.onReadFailure(e);
      return null;
    }
  }

  @Override
  public void close() {
    control = null;
    blocksLeft = 0;
    port.remove(this);
  }
}
