package org.pairboot.it.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.pairboot.artifacts.os.Abi;

/**
 * {@code struct mmsghdr[]} of 64-bit Linux. Each message has one {@code iovec}, one IPv4 address
 * and one IP_PKTINFO.
 */
final class MessageArray {
  private static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final long MESSAGE = 64;
  private static final long NAME_LENGTH = 8;
  private static final long IOV = 16;
  private static final long IOV_COUNT = 24;
  private static final long CONTROL = 32;
  private static final long CONTROL_LENGTH = 40;
  private static final long MOVED = 56;

  private static final long IOVEC = 16;
  static final long NAME = 16;
  private static final long CMSG = 32;
  private static final long CMSG_LENGTH = 28;

  /** Offsets in IP_PKTINFO: the address to send from, and the address that a packet came to. */
  private static final long SOURCE = 20;

  private static final long DESTINATION = 24;

  private final MemorySegment messages;
  private final MemorySegment iovecs;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment bytes;
  private final int room;

  /**
   * @param room for each message, in bytes
   */
  MessageArray(Arena arena, int count, int room) {
    this.room = room;
    messages = arena.allocate(count * MESSAGE, 8);
    iovecs = arena.allocate(count * IOVEC, 8);
    names = arena.allocate(count * NAME, 8);
    controls = arena.allocate(count * CMSG, 8);
    bytes = arena.allocate((long) count * room, 64);
    for (int i = 0; i < count; i++) {
      messages.set(JAVA_LONG, i * MESSAGE, names.address() + i * NAME);
      messages.set(JAVA_LONG, i * MESSAGE + IOV, iovecs.address() + i * IOVEC);
      messages.set(JAVA_LONG, i * MESSAGE + IOV_COUNT, 1);
      messages.set(JAVA_LONG, i * MESSAGE + CONTROL, controls.address() + i * CMSG);
      iovecs.set(JAVA_LONG, i * IOVEC, bytes.address() + (long) i * room);
      iovecs.set(JAVA_LONG, i * IOVEC + 8, room);
      prepareToReceive(i);
    }
  }

  long address(int message) {
    return messages.address() + message * MESSAGE;
  }

  /** The bytes of all messages; those of one message start at {@link #start}. */
  MemorySegment bytes() {
    return bytes;
  }

  long start(int message) {
    return (long) message * room;
  }

  /** Tells the kernel how much room there is; it overwrites these lengths with what it used. */
  void prepareToReceive(int message) {
    messages.set(JAVA_INT, message * MESSAGE + NAME_LENGTH, (int) NAME);
    messages.set(JAVA_LONG, message * MESSAGE + CONTROL_LENGTH, CMSG);
  }

  /** The number of bytes received in {@code message}. */
  int received(int message) {
    return messages.get(JAVA_INT, message * MESSAGE + MOVED);
  }

  /** The port that {@code message} came from. */
  int peerPort(int message) {
    return Short.toUnsignedInt(names.get(NETWORK_SHORT, message * NAME + 2));
  }

  /** The local address that {@code message} came to. */
  int destination(int message) {
    return controls.get(NETWORK_INT, message * CMSG + DESTINATION);
  }

  /** Addresses {@code message}, of {@code length} bytes, from {@code source} to a server. */
  void prepareToSend(int message, int source, int server, int port, int length) {
    putAddress(names, message * NAME, server, port);
    iovecs.set(JAVA_LONG, message * IOVEC + 8, length);
    long control = message * CMSG;
    controls.set(JAVA_LONG, control, CMSG_LENGTH);
    controls.set(JAVA_INT, control + 8, Abi.IPPROTO_IP);
    controls.set(JAVA_INT, control + 12, Abi.IP_PKTINFO);
    controls.set(JAVA_INT, control + 16, 0);
    controls.set(NETWORK_INT, control + SOURCE, source);
  }

  /** The same for a socket that is bound to a network interface and sends whole frames. */
  void prepareToSendFrame(int message, int length) {
    messages.set(JAVA_LONG, message * MESSAGE, 0);
    messages.set(JAVA_INT, message * MESSAGE + NAME_LENGTH, 0);
    messages.set(JAVA_LONG, message * MESSAGE + CONTROL_LENGTH, 0);
    iovecs.set(JAVA_LONG, message * IOVEC + 8, length);
  }

  /** A {@code struct sockaddr_in}. */
  static void putAddress(MemorySegment segment, long at, int address, int port) {
    segment.set(ValueLayout.JAVA_SHORT, at, (short) Abi.AF_INET);
    segment.set(NETWORK_SHORT, at + 2, (short) port);
    segment.set(NETWORK_INT, at + 4, address);
  }
}
