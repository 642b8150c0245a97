package org.pairboot.it.load;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The socket that all clients of one run share. Client {@code n} has the address 127.1.0.0 + n + 1.
 */
final class ClientSocket implements AutoCloseable {
  private static final int BATCH = 128;
  private static final int FIRST_CLIENT = 0x7F010001;
  private static final int LOOPBACK = 0x7F000001;
  private static final int KERNEL_BUFFER = 256 << 20;
  private static final int LARGEST_REQUEST = 512;
  private static final long POLLFD = 8;

  private final Arena arena = Arena.ofConfined();
  private final MessageArray inbound;
  private final MessageArray outbound;
  private final MemorySegment pollfd = arena.allocate(POLLFD, 8);
  private final int serverPort;
  private final int fd;
  private int waiting;

  /** Takes what clients get. */
  interface Receiver {
    /** {@code length} bytes at {@code start} of {@code bytes}, from {@code port} of the server. */
    void onPacket(int client, int port, MemorySegment bytes, long start, int length);
  }

  /**
   * @param serverPort of the server on 127.0.0.1
   * @param largest bytes of a packet that may come
   */
  ClientSocket(int serverPort, int largest) {
    this.serverPort = serverPort;
    this.inbound = new MessageArray(arena, BATCH, largest);
    this.outbound = new MessageArray(arena, BATCH, LARGEST_REQUEST);
    this.fd = LibC.socket();
    LibC.set(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, KERNEL_BUFFER);
    LibC.set(fd, LibC.SOL_SOCKET, LibC.SO_SNDBUFFORCE, KERNEL_BUFFER);
    LibC.set(fd, LibC.IPPROTO_IP, LibC.IP_PKTINFO, 1);
    MemorySegment any = arena.allocate(MessageArray.NAME, 8);
    MessageArray.putAddress(any, 0, 0, 0);
    LibC.bind(fd, any);
  }

  /** Hands out what has arrived; false when that is nothing. */
  boolean receive(Receiver receiver) {
    int count = LibC.receive(fd, inbound.address(0), BATCH);
    for (int i = 0; i < count; i++) {
      int client = inbound.destination(i) - FIRST_CLIENT;
      receiver.onPacket(
          client, inbound.peerPort(i), inbound.bytes(), inbound.start(i), inbound.received(i));
      inbound.forReceiving(i);
    }
    return count > 0;
  }

  /** Where to write the next packet to send; {@link #send} follows. */
  MemorySegment packet() {
    if (waiting == BATCH) {
      flush();
    }
    return outbound.bytes().asSlice(outbound.start(waiting), LARGEST_REQUEST);
  }

  /** Sends what {@link #packet} got, with the next {@link #flush}. */
  void send(int client, int port, int length) {
    outbound.forSending(waiting, FIRST_CLIENT + client, LOOPBACK, port, length);
    waiting++;
  }

  /** Sends a request. */
  void sendRequest(int client, int length) {
    send(client, serverPort, length);
  }

  void flush() {
    int sent = 0;
    while (sent < waiting) {
      int count = LibC.send(fd, outbound.address(sent), waiting - sent);
      // A packet that the kernel does not take is lost, as any may be.
      sent += Math.max(1, count);
    }
    waiting = 0;
  }

  /** Waits for packets. */
  void await(int millis) {
    LibC.awaitReadable(fd, pollfd, millis);
  }

  @Override
  public void close() {
    LibC.close(fd);
    arena.close();
  }
}
