package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transfer.Blocks;
import org.pairboot.tftp.transport.Flow;

/**
 * The messages of one {@code sendmmsg}. A message is a packet, or a run of DATA packets of one flow
 * that the kernel segments ({@code UDP_SEGMENT}).
 *
 * <p>A mapped block is two iovecs, its header and its place in the mapping. Blocks that have to be
 * read are read into memory of the batch, each after its header, and a run of them is one iovec.
 *
 * <p>Belongs to one link, whose sockets use it in turn. It is filled and sent without interruption,
 * because the mappings that it points to are guaranteed to exist only that long.
 */
final class SendBatch {
  private static final int MESSAGES = 64;

  /**
   * For all messages; a single one may have 1024 (UIO_MAXIOV, linux/uio.h) and needs at most 128.
   */
  private static final int IOVECS = 2048;

  private static final int STAGING = 256 << 10;

  /** The payload of a UDP packet over IPv6, a little less than over IPv4. */
  private static final int MAX_MESSAGE = 65535 - 40 - 8;

  private final MessageHeaders headers;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment staging;
  private final ByteBuffer stagingBytes;
  private final LinuxFlow[] flows = new LinuxFlow[MESSAGES];
  private final int[] blockCounts = new int[MESSAGES];

  private int messages;
  private int iovecs;
  private int firstIovec;
  private boolean specifiesSource;

  SendBatch(Arena arena) {
    headers = new MessageHeaders(arena, MESSAGES, IOVECS);
    names = arena.allocate((long) MESSAGES * SocketAddresses.MAX_SIZE, Long.BYTES);
    controls = arena.allocate((long) MESSAGES * ControlMessages.MAX_SIZE, Long.BYTES);
    staging = arena.allocate(STAGING, Long.BYTES);
    stagingBytes = staging.asByteBuffer();
  }

  /**
   * Empties the batch.
   *
   * @param source whether messages specify their local address
   */
  void clear(boolean source) {
    for (int i = 0; i < messages; i++) {
      flows[i] = null;
    }
    messages = 0;
    iovecs = 0;
    stagingBytes.clear();
    specifiesSource = source;
  }

  boolean isEmpty() {
    return messages == 0;
  }

  /** The flow of {@code message}; null for a packet without a flow. */
  LinuxFlow flow(int message) {
    return flows[message];
  }

  /** How many blocks {@code message} has; 0 for a packet other than DATA. */
  int blockCount(int message) {
    return blockCounts[message];
  }

  /** Sends; returns how many messages were sent, or {@code -errno} of the first. */
  int send(FlowSocket.NativeSocket socket) {
    return socket.send(headers.address(), messages);
  }

  /**
   * Adds {@code packet} as a message.
   *
   * @param flow null for none
   * @return false if the batch is full
   */
  boolean addPacket(LinuxFlow flow, AddressPair pair, ByteBuffer packet) {
    int size = packet.remaining();
    if (messages == MESSAGES || iovecs == IOVECS || stagingBytes.remaining() < size) {
      return false;
    }
    firstIovec = iovecs;
    headers.setIovec(iovecs++, staging.address() + stagingBytes.position(), size);
    stagingBytes.put(packet.duplicate());
    finish(flow, pair, 0, size);
    return true;
  }

  /**
   * Adds blocks of {@code flow}, starting with {@code first}, as one message: {@code count} of
   * them, or as many as fit. The flow fails if they cannot be read.
   *
   * @return the number of blocks; 0 if the batch is full, or none can be read
   */
  int addBlocks(LinuxFlow flow, long first, int count) {
    int packet = PacketCodec.HEADER + flow.source().blocks().blksize();
    int most = Math.min(Abi.UDP_MAX_SEGMENTS, MAX_MESSAGE / packet);
    int wanted = flow.isSegmented() ? Math.clamp(count, 1, Math.max(1, most)) : 1;
    if (messages == MESSAGES || iovecs + 2 * wanted > IOVECS) {
      return 0;
    }
    firstIovec = iovecs;
    int added =
        flow.mapping() == 0 ? readBlocks(flow, first, wanted) : mapBlocks(flow, first, wanted);
    if (added > 0) {
      finish(flow, flow.pair(), added, packet);
    }
    return added;
  }

  private int mapBlocks(LinuxFlow flow, long first, int wanted) {
    Blocks blocks = flow.source().blocks();
    for (int i = 0; i < wanted; i++) {
      if (stagingBytes.remaining() < PacketCodec.HEADER) {
        return i;
      }
      headers.setIovec(iovecs++, staging.address() + stagingBytes.position(), PacketCodec.HEADER);
      PacketCodec.putDataHeader(stagingBytes, blocks.number(first + i));
      int size = blocks.size(first + i);
      if (size > 0) {
        headers.setIovec(iovecs++, flow.mapping() + blocks.position(first + i), size);
      }
    }
    return wanted;
  }

  private int readBlocks(LinuxFlow flow, long first, int wanted) {
    int start = stagingBytes.position();
    int added = 0;
    while (added < wanted && hasRoomFor(flow.source().blocks().size(first + added))) {
      int before = stagingBytes.position();
      try {
        read(flow.source(), first + added);
      } catch (IOException | RuntimeException | Error e) {
        // A broken content must not affect the loop, which serves others too.
        stagingBytes.position(before);
        flow.fail(e);
        break;
      }
      added++;
    }
    if (added > 0) {
      headers.setIovec(iovecs++, staging.address() + start, stagingBytes.position() - start);
    }
    return added;
  }

  private boolean hasRoomFor(int blockSize) {
    return stagingBytes.remaining() >= PacketCodec.HEADER + blockSize;
  }

  private void read(Flow.Source source, long block) throws IOException {
    PacketCodec.putDataHeader(stagingBytes, source.blocks().number(block));
    int size = source.blocks().size(block);
    if (size == 0) {
      return;
    }
    int count;
    try {
      stagingBytes.limit(stagingBytes.position() + size);
      count = source.reader().read(source.blocks().position(block), stagingBytes);
    } finally {
      stagingBytes.limit(stagingBytes.capacity());
    }
    if (count != size) {
      throw new IOException("read " + count + " bytes instead of " + size);
    }
  }

  private void finish(LinuxFlow flow, AddressPair pair, int blockCount, int packetSize) {
    int message = messages++;
    flows[message] = flow;
    blockCounts[message] = blockCount;
    headers.setIovecs(message, firstIovec, iovecs - firstIovec);
    long name = (long) message * SocketAddresses.MAX_SIZE;
    headers.setName(message, names.address() + name, SocketAddresses.putPeer(names, name, pair));
    long start = (long) message * ControlMessages.MAX_SIZE;
    long end = start;
    if (specifiesSource) {
      end += ControlMessages.putSource(controls, end, pair);
    }
    if (blockCount > 1) {
      end += ControlMessages.putSegmentSize(controls, end, packetSize);
    }
    headers.setControl(message, end == start ? 0 : controls.address() + start, end - start);
  }
}
