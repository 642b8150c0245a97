package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;
import org.pairboot.tftp.transport.BindFailure;
import org.pairboot.tftp.transport.PortPool;

/**
 * Opens and binds the sockets of all event loops, and closes them unless they are handed over. Used
 * by one thread.
 */
final class SocketOpener implements AutoCloseable {
  /**
   * The sockets of one address for one event loop.
   *
   * @param pool the sockets for transfers; empty if {@code requests} is used for them
   * @param size how many of them this loop may have
   * @param choices how many all loops may have together
   */
  record OpenSockets(OpenSocket requests, List<OpenSocket> pool, int size, int choices) {}

  /** A bound socket and its file descriptor. */
  record OpenSocket(int fd, FlowSocket.BoundAddress bound) {}

  /**
   * In bytes: some 40 windows of 64 blocks. Without CAP_NET_ADMIN the kernel grants less, which
   * works too.
   */
  private static final int BUFFER = 4 << 20;

  private final Arena arena = Arena.ofConfined();
  private final LinuxCalls calls = new LinuxCalls(arena);
  private final MemorySegment name = arena.allocate(SocketAddresses.MAX_SIZE, Long.BYTES);
  private final MemorySegment nameSize = arena.allocate(Integer.BYTES, Integer.BYTES);
  private final PortPool.Numbers poolPorts;
  private final int loops;
  private final List<Integer> opened = new ArrayList<>();

  SocketOpener(PortPool.Numbers poolPorts, int loops) {
    this.poolPorts = poolPorts;
    this.loops = loops;
  }

  /** Thrown if the system lacks an address family. */
  static final class NoSuchFamilyException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchFamilyException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Opens sockets on {@code address} for each loop.
   *
   * @throws BindException if a port cannot be bound; names address and port
   * @throws NoSuchFamilyException if this system lacks the address family
   */
  List<OpenSockets> open(InetAddress address, int port) throws IOException {
    List<OpenSocket> requests = openRequests(address, port);
    List<List<OpenSocket>> pools = openPools(address);
    List<OpenSockets> all = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      all.add(
          new OpenSockets(
              requests.get(i), pools.get(i), poolPorts.share(i, loops), poolPorts.total()));
    }
    return all;
  }

  private List<OpenSocket> openRequests(InetAddress address, int port) throws IOException {
    List<OpenSocket> requests = new ArrayList<>();
    // The first is bound exclusively, and shared afterwards: otherwise a second server could join
    // unnoticed and get half of the requests.
    OpenSocket first = bind(address, port, BindFailure.LISTEN_KEY, false);
    requests.add(first);
    if (loops > 1) {
      set(first.fd(), Abi.SOL_SOCKET, Abi.SO_REUSEPORT);
      while (requests.size() < loops) {
        requests.add(bind(address, first.bound().port(), BindFailure.LISTEN_KEY, true));
      }
    }
    return requests;
  }

  private List<List<OpenSocket>> openPools(InetAddress address) throws IOException {
    List<List<OpenSocket>> pools = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      pools.add(new ArrayList<>());
    }
    List<Integer> known = poolPorts.known();
    for (int i = 0; i < known.size(); i++) {
      pools.get(i % loops).add(bind(address, known.get(i), BindFailure.POOL_KEY, false));
    }
    return pools;
  }

  /** Opens one more socket for transfers, on any free port. */
  OpenSocket openAnother(InetAddress address) throws IOException {
    return bind(address, 0, BindFailure.POOL_KEY, false);
  }

  private OpenSocket bind(InetAddress address, int port, String key, boolean shared)
      throws IOException {
    int family = AddressPair.familyOf(address);
    int fd = calls.socket(family, Abi.SOCK_DGRAM | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
    if (fd < 0) {
      LinuxCallException failure = new LinuxCallException("socket", fd);
      throw fd == -Abi.EAFNOSUPPORT ? new NoSuchFamilyException(failure) : failure;
    }
    opened.add(fd);
    tryEnlargeBuffer(fd, Abi.SO_RCVBUFFORCE, Abi.SO_RCVBUF);
    tryEnlargeBuffer(fd, Abi.SO_SNDBUFFORCE, Abi.SO_SNDBUF);
    if (family == Abi.AF_INET6) {
      set(fd, Abi.IPPROTO_IPV6, Abi.IPV6_V6ONLY);
    }
    // If a socket has one address, its packets need not report it.
    if (address.isAnyLocalAddress() || key.equals(BindFailure.LISTEN_KEY)) {
      reportLocalAddresses(fd, family);
    }
    if (key.equals(BindFailure.POOL_KEY) || poolPorts.total() == 0) {
      tryReportErrors(fd, family);
    }
    if (shared) {
      set(fd, Abi.SOL_SOCKET, Abi.SO_REUSEPORT);
    }
    return new OpenSocket(fd, bind(fd, new InetSocketAddress(address, port), key));
  }

  private void reportLocalAddresses(int fd, int family) throws IOException {
    if (family == Abi.AF_INET6) {
      set(fd, Abi.IPPROTO_IPV6, Abi.IPV6_RECVPKTINFO);
    } else {
      set(fd, Abi.IPPROTO_IP, Abi.IP_PKTINFO);
    }
  }

  /** Where the kernel cannot tell of closed ports, transfers end by silence. */
  private void tryReportErrors(int fd, int family) {
    if (family == Abi.AF_INET6) {
      calls.setsockopt(fd, Abi.IPPROTO_IPV6, Abi.IPV6_RECVERR, 1);
    } else {
      calls.setsockopt(fd, Abi.IPPROTO_IP, Abi.IP_RECVERR, 1);
    }
  }

  private FlowSocket.BoundAddress bind(int fd, InetSocketAddress wanted, String key)
      throws IOException {
    InetAddress address = wanted.getAddress();
    AddressPair pair = new AddressPair(AddressPair.familyOf(address));
    pair.setPeer(wanted);
    int size = SocketAddresses.putPeer(name, 0, pair);
    int result = calls.bind(fd, name.address(), size);
    if (result < 0) {
      LinuxCallException failure = new LinuxCallException("bind", result);
      throw result == -Abi.EADDRNOTAVAIL && address.isAnyLocalAddress()
          ? new NoSuchFamilyException(failure)
          : BindFailure.of(wanted, key, failure);
    }
    nameSize.set(JAVA_INT, 0, SocketAddresses.MAX_SIZE);
    LinuxCallException.check(
        "getsockname", calls.getsockname(fd, name.address(), nameSize.address()));
    SocketAddresses.readPeer(name, 0, pair);
    // Kernels before 4.18 would not reject such messages but send them unsegmented.
    boolean canSegment = calls.setsockopt(fd, Abi.SOL_UDP, Abi.UDP_SEGMENT, 0) == 0;
    return new FlowSocket.BoundAddress(address, pair.peer().getPort(), canSegment);
  }

  private void set(int fd, int level, int option) throws IOException {
    LinuxCallException.check("setsockopt", calls.setsockopt(fd, level, option, 1));
  }

  private void tryEnlargeBuffer(int fd, int forced, int asked) {
    if (calls.setsockopt(fd, Abi.SOL_SOCKET, forced, BUFFER) < 0) {
      calls.setsockopt(fd, Abi.SOL_SOCKET, asked, BUFFER);
    }
  }

  /** The sockets opened so far now belong to the links. */
  void handOver() {
    opened.clear();
  }

  /** Closes the sockets opened since the last {@link #handOver}. */
  void discard() {
    opened.forEach(calls::close);
    opened.clear();
  }

  @Override
  public void close() {
    discard();
    arena.close();
  }
}
