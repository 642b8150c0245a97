package org.pairboot.tftp.transport.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.pairboot.tftp.packet.PacketCodec;

/** The buffers for the packets of one {@code recvmmsg}. All sockets of a link use them. */
final class ReceiveBatch {
  /** Packets received from one socket before the others get their turn. */
  private static final int MESSAGES = 64;

  /** One byte more than a request may have, to detect longer ones. */
  private static final int PACKET = PacketCodec.MAX_REQUEST + 1;

  private final MessageHeaders headers;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final ByteBuffer[] packets = new ByteBuffer[MESSAGES];

  /** The messages that the kernel has written to, and that have to be reset. */
  private int used = MESSAGES;

  ReceiveBatch(Arena arena) {
    headers = new MessageHeaders(arena, MESSAGES, MESSAGES);
    names = arena.allocate((long) MESSAGES * SocketAddresses.MAX_SIZE, Long.BYTES);
    controls = arena.allocate((long) MESSAGES * ControlMessages.MAX_SIZE, Long.BYTES);
    for (int i = 0; i < MESSAGES; i++) {
      MemorySegment packet = arena.allocate(PACKET, Long.BYTES);
      packets[i] = packet.asByteBuffer();
      headers.setIovec(i, packet.address(), PACKET);
      headers.setIovecs(i, i, 1);
    }
  }

  /**
   * Receives.
   *
   * @param expected how many packets are likely; each attempt beyond what has come costs as much as
   *     a packet
   * @return the number of packets, or {@code -errno}
   */
  int receive(FlowSocket.NativeSocket socket, int expected) {
    prepare();
    if (expected <= 1) {
      int size = socket.receiveOne(headers.address());
      headers.setMoved(0, size);
      return received(Math.min(1, size));
    }
    return received(socket.receive(headers.address(), Math.clamp(expected, 1, MESSAGES)));
  }

  /** Receives messages of the error queue; returns their number, or {@code -errno}. */
  int receiveErrors(FlowSocket.NativeSocket socket) {
    prepare();
    return received(socket.receiveErrors(headers.address(), MESSAGES));
  }

  private void prepare() {
    for (int i = 0; i < used; i++) {
      headers.setName(i, names.address() + nameAt(i), SocketAddresses.MAX_SIZE);
      headers.setControl(i, controls.address() + controlAt(i), ControlMessages.MAX_SIZE);
    }
  }

  private int received(int count) {
    // The kernel may have written to the message at which it fails.
    used = Math.min(MESSAGES, Math.max(0, count) + 1);
    return count;
  }

  /** The bytes of {@code message}. Valid until the next {@link #receive}. */
  ByteBuffer packet(int message) {
    return packets[message].clear().limit(Math.min(PACKET, headers.moved(message)));
  }

  /**
   * Stores the peer of {@code message} in {@code pair}, and the local address if the kernel reports
   * it.
   */
  void readAddresses(int message, AddressPair pair) {
    SocketAddresses.readPeer(names, nameAt(message), pair);
    ControlMessages.readLocal(controls, controlAt(message), headers.controlSize(message), pair);
  }

  /**
   * Stores the addresses of the packet that failed in {@code pair}; returns the error, such as
   * {@code ECONNREFUSED}.
   */
  int readError(int message, AddressPair pair) {
    SocketAddresses.readPeer(names, nameAt(message), pair);
    return ControlMessages.readError(
        controls, controlAt(message), headers.controlSize(message), pair);
  }

  private static long nameAt(int message) {
    return (long) message * SocketAddresses.MAX_SIZE;
  }

  private static long controlAt(int message) {
    return (long) message * ControlMessages.MAX_SIZE;
  }
}
