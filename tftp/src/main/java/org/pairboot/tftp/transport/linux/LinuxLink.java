package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.os.LinuxCalls;
import org.pairboot.tftp.transport.Link;
import org.pairboot.tftp.transport.Link.PacketHandler;
import org.pairboot.tftp.transport.PortPool;

/** One epoll instance and the sockets that it watches. */
final class LinuxLink implements Link {
  private final LinuxCalls calls;
  private final Poller poller;
  private final LinkResources resources;
  private final SharedClosing shared;
  private final Patience patience = new Patience();
  private final List<FlowSocket> sockets = new ArrayList<>();

  /**
   * @param shared told when this link closes
   */
  LinuxLink(Arena arena, ReadAhead readAhead, SharedClosing shared) throws IOException {
    this.calls = new LinuxCalls(arena);
    this.poller = new Poller(arena, calls);
    this.shared = shared;
    this.resources =
        new LinkResources(
            new ReceiveBatch(arena), new SendBatch(arena), readAhead, InterfaceMtus.ofSystem());
  }

  /** Takes over the sockets of one address. Before the loop starts. */
  void add(OpenSockets opened) throws IOException {
    List<FlowSocket> pooled = new ArrayList<>();
    for (OpenSocket each : opened.pool()) {
      pooled.add(watch(each, null));
    }
    watch(opened.requests(), new PortPool<>(pooled));
  }

  private FlowSocket watch(OpenSocket opened, PortPool<FlowSocket> pool) throws IOException {
    int index = sockets.size();
    poller.add(opened.fd(), index);
    PolledSocket polled = new PolledSocket(calls, poller, opened.fd(), index);
    FlowSocket socket = new FlowSocket(opened.bound(), polled, pool, resources);
    sockets.add(socket);
    return socket;
  }

  /** A socket as its link sees it. */
  private record PolledSocket(LinuxCalls calls, Poller poller, int fd, int index)
      implements NativeSocket {
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
    long spinning = Math.min(patience.spinning(), timeoutNanos);
    long waited = 0;
    while (waited < spinning) {
      int events = poller.await(0);
      waited = System.nanoTime() - start;
      if (events > 0) {
        patience.waited(waited);
        return events;
      }
    }
    // Rounded up: waking a moment too early would only poll again.
    long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos - waited) + 1;
    int events = poller.await((int) Math.min(millis, Integer.MAX_VALUE));
    patience.waited(System.nanoTime() - start);
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
}
