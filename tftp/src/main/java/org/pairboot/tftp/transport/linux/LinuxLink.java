package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.pairboot.artifacts.os.LinuxCalls;
import org.pairboot.tftp.transport.Link;
import org.pairboot.tftp.transport.Link.PacketHandler;
import org.pairboot.tftp.transport.PortPool;

/** One epoll instance and the sockets that it watches. */
final class LinuxLink implements Link {
  /**
   * What the sockets of one link share.
   *
   * @param mtus the MTU of an interface by its index, in bytes; 0 when it is not known
   */
  record Resources(
      ReceiveBatch inbound, SendBatch outbound, ReadAhead readAhead, IntUnaryOperator mtus) {}

  private final LinuxCalls calls;
  private final Poller poller;
  private final Resources resources;
  private final LinuxTransport.SharedClosing shared;
  private final AdaptiveSpin spin = new AdaptiveSpin();
  private final List<FlowSocket> sockets = new ArrayList<>();

  /**
   * @param shared told when this link closes
   */
  LinuxLink(Arena arena, ReadAhead readAhead, LinuxTransport.SharedClosing shared)
      throws IOException {
    this.calls = new LinuxCalls(arena);
    this.poller = new Poller(arena, calls);
    this.shared = shared;
    this.resources =
        new Resources(
            new ReceiveBatch(arena), new SendBatch(arena), readAhead, InterfaceMtus.ofSystem());
  }

  /** Takes over the sockets of one address. Before the loop starts. */
  void add(SocketOpener.OpenSockets opened) throws IOException {
    List<FlowSocket> pooled = new ArrayList<>();
    for (SocketOpener.OpenSocket each : opened.pool()) {
      pooled.add(watch(each, null));
    }
    watch(opened.requests(), new PortPool<>(pooled));
  }

  private FlowSocket watch(SocketOpener.OpenSocket opened, PortPool<FlowSocket> pool)
      throws IOException {
    int index = sockets.size();
    poller.add(opened.fd(), index);
    PolledSocket polled = new PolledSocket(calls, poller, opened.fd(), index);
    FlowSocket socket = new FlowSocket(opened.bound(), polled, pool, resources);
    sockets.add(socket);
    return socket;
  }

  /** A socket as its link sees it. */
  private record PolledSocket(LinuxCalls calls, Poller poller, int fd, int index)
      implements FlowSocket.NativeSocket {
    @Override
    public int receive(long messages, int count) {
      return calls.recvmmsg(fd, messages, count);
    }

    @Override
    public int send(long messages, int count) {
      return calls.sendmmsg(fd, messages, count);
    }

    @Override
    public void wantWritable(boolean wanted) {
      poller.wantWritable(fd, index, wanted);
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
        if (poller.isReadable(i)) {
          socket.receive(handler);
        }
      }
    }
    flush();
  }

  private int await(long timeoutNanos) {
    try {
      return timeoutNanos <= 0 ? poller.await(0) : awaitPatiently(timeoutNanos);
    } catch (IOException e) {
      throw new UncheckedIOException("epoll fails", e);
    }
  }

  private int awaitPatiently(long timeoutNanos) throws IOException {
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
    // Rounded up: waking a moment too early would only poll again.
    long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos - waited) + 1;
    int events = poller.await((int) Math.min(millis, Integer.MAX_VALUE));
    spin.waited(System.nanoTime() - start);
    return events;
  }

  private void flush() {
    for (int i = 0; i < sockets.size(); i++) {
      sockets.get(i).flush();
    }
  }

  @Override
  public void wakeUp() {
    poller.wakeUp();
  }

  @Override
  public void stopListening() {
    sockets.stream().filter(socket -> !socket.carriesTransfers()).forEach(FlowSocket::close);
    // The kernel forgets closed sockets, and no event comes for them; the others keep their places.
  }

  /** Closes all but the sockets. */
  void abandon() {
    poller.close();
  }

  @Override
  public void close() {
    poller.close();
    shared.close(sockets);
  }

  /**
   * Says how long a loop looks for packets again and again before it goes to sleep.
   *
   * <p>To be woken costs some microseconds of CPU time, and more of waiting: as much as a round
   * trip on a fast network. So a loop that has seldom waited longer than that lately had better
   * stay awake. One whose clients take their time sleeps, and burns nothing.
   */
  static final class AdaptiveSpin {
    /** The longest look-out, in nanoseconds: what sleeping and waking costs, and some more. */
    static final long LONGEST = TimeUnit.MICROSECONDS.toNanos(40);

    /** A longer wait says no more than this one; so a pause between bursts is soon forgotten. */
    private static final long CAP = 4 * LONGEST;

    /** The weight of a new wait is one of so many. */
    private static final int MEMORY = 8;

    private long usual = CAP;

    /** How long to look out now, in nanoseconds; 0 for not at all. */
    long nanos() {
      return usual < LONGEST ? LONGEST : 0;
    }

    /** Packets, or something else, have come after {@code nanos}. */
    void waited(long nanos) {
      usual += (Math.min(nanos, CAP) - usual) / MEMORY;
    }
  }
}
