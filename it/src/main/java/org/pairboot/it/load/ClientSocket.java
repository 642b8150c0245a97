package org.pairboot.it.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.pairboot.artifacts.os.LinuxCallException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;

/**
 * The socket that all clients of one run share. It is bound to every address; IP_PKTINFO says which
 * client a packet is for, and which address a packet is sent from.
 */
final class ClientSocket implements AutoCloseable {
  private static final int BATCH = 128;

  /** Room for what thousands of clients have in flight; less where the caller is not root. */
  private static final int KERNEL_BUFFER = 256 << 20;

  private static final int LARGEST_REQUEST = 512;
  private static final long POLLFD = 8;

  private final Arena arena = Arena.ofConfined();
  private final LinuxCalls calls = new LinuxCalls(arena);
  private final MessageArray inbound;
  private final MessageArray outbound;
  private final MemorySegment pollfd = arena.allocate(POLLFD, 8);
  private final int serverAddress;
  private final int serverPort;
  private final int firstClient;
  private final int fd;
  private int queued;

  /** Receives the packets for all clients. */
  interface PacketHandler {
    /** {@code length} bytes at {@code start} of {@code bytes}, from {@code port} of the server. */
    void onPacket(int client, int port, MemorySegment bytes, long start, int length);
  }

  /**
   * @param firstClient the address of client 0; client {@code n} has the {@code n}th one after it
   * @param largest size of a packet to receive, in bytes
   */
  ClientSocket(InetSocketAddress server, InetAddress firstClient, int largest)
      throws LinuxCallException {
    this.serverAddress = toInt(server.getAddress());
    this.serverPort = server.getPort();
    this.firstClient = toInt(firstClient);
    this.inbound = new MessageArray(arena, BATCH, largest);
    this.outbound = new MessageArray(arena, BATCH, LARGEST_REQUEST);
    this.fd = check("socket", calls.socket(Abi.AF_INET, Abi.SOCK_DGRAM | Abi.SOCK_NONBLOCK));
    setBuffer(Abi.SO_RCVBUFFORCE, Abi.SO_RCVBUF);
    setBuffer(Abi.SO_SNDBUFFORCE, Abi.SO_SNDBUF);
    check("setsockopt", calls.setsockopt(fd, Abi.IPPROTO_IP, Abi.IP_PKTINFO, 1));
    MemorySegment any = arena.allocate(MessageArray.NAME, 8);
    MessageArray.putAddress(any, 0, 0, 0);
    check("bind", calls.bind(fd, any.address(), (int) MessageArray.NAME));
    pollfd.set(JAVA_INT, 0, fd);
    pollfd.set(JAVA_SHORT, 4, Abi.POLLIN);
  }

  private void setBuffer(int asRoot, int otherwise) throws LinuxCallException {
    if (calls.setsockopt(fd, Abi.SOL_SOCKET, asRoot, KERNEL_BUFFER) < 0) {
      check("setsockopt", calls.setsockopt(fd, Abi.SOL_SOCKET, otherwise, KERNEL_BUFFER));
    }
  }

  private static int toInt(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  /** The address of a client, in dotted form. */
  String address(int client) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(firstClient + client).array();
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an IPv4 address", e);
    }
  }

  /** Passes on what has arrived; returns false if nothing has. */
  boolean receive(PacketHandler handler) {
    int count = calls.recvmmsg(fd, inbound.address(0), BATCH);
    for (int i = 0; i < count; i++) {
      int client = inbound.destination(i) - firstClient;
      handler.onPacket(
          client, inbound.peerPort(i), inbound.bytes(), inbound.start(i), inbound.received(i));
      inbound.prepareToReceive(i);
    }
    return count > 0;
  }

  /** Room for the next packet; {@link #send} or {@link #sendRequest} must follow. */
  MemorySegment packet() {
    if (queued == BATCH) {
      flush();
    }
    return outbound.bytes().asSlice(outbound.start(queued), LARGEST_REQUEST);
  }

  /** Queues the content of {@link #packet} for the next {@link #flush}. */
  void send(int client, int port, int length) {
    outbound.prepareToSend(queued, firstClient + client, serverAddress, port, length);
    queued++;
  }

  /** The same, to the port that takes requests. */
  void sendRequest(int client, int length) {
    send(client, serverPort, length);
  }

  void flush() {
    int sent = 0;
    while (sent < queued) {
      int count = calls.sendmmsg(fd, outbound.address(sent), queued - sent);
      // A packet that the kernel refuses is lost, as any packet may be.
      sent += Math.max(1, count);
    }
    queued = 0;
  }

  /** Waits for packets. */
  void await(int millis) {
    calls.poll(pollfd.address(), 1, millis);
  }

  @Override
  public void close() {
    calls.close(fd);
    arena.close();
  }
}
