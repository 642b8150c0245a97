package org.pairboot.it.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.pairboot.artifacts.os.LinuxCallException.check;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.nio.ByteOrder;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCalls;

/** A packet socket (packet(7)) on one network interface, for whole Ethernet frames. */
final class FrameSocket implements AutoCloseable {
  static final int BATCH = 128;
  static final int LARGEST_FRAME = 2048;

  private static final ValueLayout.OfShort NETWORK_SHORT =
      JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int KERNEL_BUFFER = 64 << 20;
  private static final long ADDRESS_SIZE = 20;
  private static final long POLLFD = 8;

  private final Arena arena = Arena.ofShared();
  private final LinuxCalls calls = new LinuxCalls(arena);
  private final MessageArray messages = new MessageArray(arena, BATCH, LARGEST_FRAME);
  private final MemorySegment pollfd = arena.allocate(POLLFD, 8);
  private final int fd;

  /**
   * @param protocol the EtherType of the frames to receive; 0 for none, if it only sends
   */
  FrameSocket(String networkInterface, int protocol) throws IOException {
    int index = NetworkInterface.getByName(networkInterface).getIndex();
    this.fd = check("socket", calls.socket(AF_PACKET, SOCK_RAW | Abi.SOCK_NONBLOCK));
    check("setsockopt", option(Abi.SO_RCVBUFFORCE));
    check("setsockopt", option(Abi.SO_SNDBUFFORCE));
    MemorySegment address = arena.allocate(ADDRESS_SIZE, 8);
    address.set(JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(NETWORK_SHORT, 2, (short) protocol);
    address.set(JAVA_INT, 4, index);
    check("bind", calls.bind(fd, address.address(), (int) ADDRESS_SIZE));
    pollfd.set(JAVA_INT, 0, fd);
  }

  private int option(int name) {
    return calls.setsockopt(fd, Abi.SOL_SOCKET, name, KERNEL_BUFFER);
  }

  MemorySegment bytes() {
    return messages.bytes();
  }

  long start(int message) {
    return messages.start(message);
  }

  int received(int message) {
    return messages.received(message);
  }

  void put(int message, byte[] frame, int length) {
    MemorySegment.copy(frame, 0, messages.bytes(), JAVA_BYTE, messages.start(message), length);
    messages.prepareToSendFrame(message, length);
  }

  /** Sends the first {@code count} frames; waits while the queue of the interface is full. */
  void send(int count) {
    int sent = 0;
    while (sent < count) {
      int result = calls.sendmmsg(fd, messages.address(sent), count - sent);
      if (result < 0) {
        await(Abi.EPOLLOUT, 1);
      }
      sent += Math.max(0, result);
    }
  }

  /** Receives what has come, or waits for 20 ms; returns the number of frames. */
  int receive() {
    int count = calls.recvmmsg(fd, messages.address(0), BATCH);
    if (count <= 0) {
      await(Abi.POLLIN, 20);
      return 0;
    }
    return count;
  }

  /** To be called for each frame once it was looked at. */
  void free(int message) {
    messages.prepareToReceive(message);
  }

  private void await(int events, int millis) {
    pollfd.set(JAVA_SHORT, 4, (short) events);
    calls.poll(pollfd.address(), 1, millis);
  }

  @Override
  public void close() {
    calls.close(fd);
    arena.close();
  }
}
