package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.pairboot.artifacts.os.LinuxCalls;
import org.pairboot.tftp.transport.PortPool;
import org.pairboot.tftp.transport.Transport.Link;
import org.pairboot.tftp.transport.Transport.Link.PacketHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One epoll instance and the sockets that it monitors. */
final class LinuxLink implements Link {
  /**
   * What the sockets of one link share.
   *
   * @param mtus the MTU of an interface by its index, in bytes; 0 if unknown
   */
  record Resources(
      ReceiveBatch inbound, SendBatch outbound, ReadAhead readAhead, IntUnaryOperator mtus) {}

  private static final Logger LOG = LoggerFactory.getLogger(LinuxLink.class);

  private final PortPool.Numbers poolPorts;
  private final LinuxCalls calls;
  private final Poller poller;
  private final Resources resources;
  private final LinuxTransport.SharedClosing shared;
  private final AdaptiveSpin spin = new AdaptiveSpin();
  private final List<FlowSocket> sockets = new ArrayList<>();

  /** Of several hundred sockets, those that have something to send. */
  private final Sending sending = new Sending();

  /**
   * @param shared is called when this link closes
   */
  LinuxLink(
      PortPool.Numbers poolPorts,
      Arena arena,
      ReadAhead readAhead,
      LinuxTransport.SharedClosing shared)
      throws IOException {
    this.poolPorts = poolPorts;
    this.calls = new LinuxCalls(arena);
    this.poller = new Poller(arena, calls);
    this.shared = shared;
    this.resources =
        new Resources(
            new ReceiveBatch(arena), new SendBatch(arena), readAhead, InterfaceMtus.ofSystem());
  }

  /** Takes over the sockets of one address. Called before the loop starts. */
  void add(SocketOpener.OpenSockets opened) throws IOException {
    List<FlowSocket> pooled = new ArrayList<>();
    for (SocketOpener.OpenSocket each : opened.pool()) {
      pooled.add(watch(each, null));
    }
    InetAddress address = opened.requests().bound().address();
    watch(
        opened.requests(),
        new PortPool<>(pooled, opened.size(), opened.choices(), () -> openAnother(address)));
  }

  private Optional<FlowSocket> openAnother(InetAddress address) {
    try (SocketOpener opener = new SocketOpener(poolPorts, 1)) {
      FlowSocket another = watch(opener.openAnother(address), null);
      opener.handOver();
      return Optional.of(another);
    } catch (IOException e) {
      LOG.warn(
          "TFTP: cannot open more ports for transfers, so windows are smaller for a minute: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  private FlowSocket watch(SocketOpener.OpenSocket opened, PortPool<FlowSocket> pool)
      throws IOException {
    int index = sockets.size();
    poller.add(opened.fd(), index);
    PolledSocket polled = new PolledSocket(calls, poller, opened.fd(), index);
    FlowSocket socket = new FlowSocket(opened.bound(), polled, pool, resources, sending);
    sockets.add(socket);
    return socket;
  }

  /** The sockets that have something to send, each once. */
  static final class Sending {
    private final ArrayList<FlowSocket> sockets = new ArrayList<>();

    void add(FlowSocket socket) {
      sockets.add(socket);
    }

    /** Has each send what it can. A socket adds itself again once it has more. */
    void flush() {
      // Reading a content may end a transfer, and add a socket.
      for (int i = 0; i < sockets.size(); i++) {
        sockets.get(i).flush();
      }
      sockets.clear();
    }
  }

  /** A socket that the poller of the link monitors. */
  private record PolledSocket(LinuxCalls calls, Poller poller, int fd, int index)
      implements FlowSocket.NativeSocket {
    @Override
    public int receive(long messages, int count) {
      return calls.recvmmsg(fd, messages, count);
    }

    @Override
    public int receiveOne(long message) {
      return calls.recvmsg(fd, message);
    }

    @Override
    public int receiveErrors(long messages, int count) {
      return calls.recvErrors(fd, messages, count);
    }

    @Override
    public int send(long messages, int count) {
      if (count == 1) {
        // The usual case of a port with one transfer, and a little cheaper.
        return Math.min(1, calls.sendmsg(fd, messages));
      }
      return calls.sendmmsg(fd, messages, count);
    }

    @Override
    public void notifyWritable(boolean wanted) {
      poller.notifyWritable(fd, index, wanted);
    }

    @Override
    public void close() {
      calls.close(fd);
    }
  }

  @Override
  public void poll(long timeoutNanos, PacketHandler handler) {
    flush();
    int events = await(timeoutNanos);
    for (int i = 0; i < events; i++) {
      if (!poller.isWakeUp(i)) {
        FlowSocket socket = sockets.get(poller.data(i));
        if (poller.isWritable(i)) {
          socket.onWritable();
        }
        if (poller.hasErrors(i)) {
          socket.receiveErrors();
        }
        if (poller.isReadable(i)) {
          socket.receive(handler);
        }
        // At once, while what belongs to the socket is still in the processor's cache.
        flush();
      }
    }
  }

  private int await(long timeoutNanos) {
    try {
      return timeoutNanos <= 0 ? poller.await(0) : spinThenSleep(timeoutNanos);
    } catch (IOException e) {
      throw new UncheckedIOException("epoll_wait failed", e);
    }
  }

  private int spinThenSleep(long timeoutNanos) throws IOException {
    long start = System.nanoTime();
    long spinning = Math.min(spin.nanos(), timeoutNanos);
    long waited = 0;
    while (waited < spinning) {
      int events = poller.await(0);
      waited = System.nanoTime() - start;
      if (events > 0) {
        spin.waited(waited);
        return events;
      }
    }
    // Rounded up: waking too early would only poll once more.
    long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos - waited) + 1;
    int events = poller.await((int) Math.min(millis, Integer.MAX_VALUE));
    spin.waited(System.nanoTime() - start);
    return events;
  }

  private void flush() {
    sending.flush();
  }

  @Override
  public void wakeUp() {
    poller.wakeUp();
  }

  @Override
  public void stopListening() {
    sockets.stream().filter(socket -> !socket.carriesTransfers()).forEach(FlowSocket::close);
    // epoll forgets closed sockets and reports no events for them; the others keep their indexes.
  }

  /** Closes everything except the sockets. */
  void abandon() {
    poller.close();
  }

  @Override
  public void close() {
    poller.close();
    shared.close(sockets);
  }

  /**
   * Decides how long a loop polls without sleeping.
   *
   * <p>Being woken costs some microseconds of CPU time and a longer delay: as much as a round trip
   * on a fast network. So a loop whose recent waits were mostly shorter than that had better stay
   * awake. A loop with slow clients sleeps, and wastes no CPU time.
   */
  static final class AdaptiveSpin {
    /** The longest time to spin, in nanoseconds: a little more than sleeping and waking costs. */
    static final long LONGEST = TimeUnit.MICROSECONDS.toNanos(40);

    /** Longer waits count as this one, so that a pause between bursts is soon forgotten. */
    private static final long CAP = 4 * LONGEST;

    /**
     * A new wait has this fraction of the weight: one eighth, as for the round trip in RFC 6298.
     */
    private static final int MEMORY = 8;

    private long usual = CAP;

    /** How long to spin now, in nanoseconds; 0 for not at all. */
    long nanos() {
      return usual < LONGEST ? LONGEST : 0;
    }

    /** The wait for the last event took {@code nanos}. */
    void waited(long nanos) {
      usual += (Math.min(nanos, CAP) - usual) / MEMORY;
    }
  }
}
