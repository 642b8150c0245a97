package org.pairboot.tftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.ClientLimit;
import org.pairboot.artifacts.catalog.Openings;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.engine.EventLoop;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.request.RequestResolver;
import org.pairboot.tftp.transport.Transport;
import org.pairboot.tftp.transport.Transport.Link;
import org.pairboot.tftp.transport.linux.Availability;
import org.pairboot.tftp.transport.linux.LinuxTransport;
import org.pairboot.tftp.transport.nio.NioTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running TFTP server. Thread-safe. */
public final class TftpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TftpServer.class);

  /** With some Gbit/s for each loop, four of them fill a network of 10 Gbit/s. */
  private static final int MAX_LOOPS = 4;

  private final Transport transport;
  private final Openings openings;
  private final List<EventLoop> loops;

  private TftpServer(Transport transport, Openings openings, List<EventLoop> loops) {
    this.transport = transport;
    this.openings = openings;
    this.loops = List.copyOf(loops);
  }

  /**
   * Binds the addresses of {@code settings} and starts to serve {@code catalog}.
   *
   * @param listener receives the events of every request
   * @throws java.net.BindException if an address cannot be bound; names address and port
   * @throws IOException if the settings require a transport that does not work here
   */
  public static TftpServer start(TftpSettings settings, Catalog catalog, TransferListener listener)
      throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    return start(
        settings,
        catalog,
        listener,
        openTransport(settings, loops(processors), Availability.obstacle()));
  }

  /**
   * One loop for two processors: a loop keeps one busy, and the interrupts of the network and the
   * HTTP server need some too. Fewer loops find more packets each time they wake, and so spend less
   * on each; one sends some Gbit/s in small blocks, and twice as much in windows.
   */
  private static int loops(int processors) {
    return Math.clamp(processors / 2, 1, MAX_LOOPS);
  }

  /**
   * Opens the transport that the settings select.
   *
   * @param obstacle why the Linux transport cannot be used; empty if it can
   * @throws java.net.BindException if an address cannot be bound; names address and port
   * @throws IOException if the selected transport does not work here
   */
  static Transport openTransport(TftpSettings settings, int loops, Optional<String> obstacle)
      throws IOException {
    if (settings.transport() == TftpSettings.Transport.NIO) {
      return NioTransport.open(settings, loops);
    }
    if (obstacle.isEmpty()) {
      return LinuxTransport.open(settings, loops);
    }
    if (settings.transport() == TftpSettings.Transport.LINUX) {
      throw new IOException(
          "tftp.transport=linux does not work here: " + obstacle.get() + "; use auto or nio");
    }
    LOG.info("TFTP uses the portable transport, nio: {}", obstacle.get());
    return NioTransport.open(settings, loops);
  }

  /** Serves over {@code transport} and closes it with the server. */
  static TftpServer start(
      TftpSettings settings, Catalog catalog, TransferListener listener, Transport transport) {
    RequestResolver resolver = new RequestResolver(catalog);
    // The seed must be unknown to those who forge addresses.
    Admission admission = new Admission(settings, new SecureRandom().nextLong(), System.nanoTime());
    Openings openings =
        new Openings(
            "tftp", new ClientLimit(settings.maxTransfers(), settings.maxTransfersPerClient()));
    EventLoop.Shared shared =
        new EventLoop.Shared(settings, resolver, admission, openings, listener, System::nanoTime);
    List<EventLoop> loops = new ArrayList<>();
    for (Link link : transport.links()) {
      String name = "tftp-" + loops.size();
      loops.add(new EventLoop(name, link, shared));
    }
    loops.forEach(EventLoop::start);
    LOG.debug("TFTP on {} by {}, {} loops", transport.address(), transport.name(), loops.size());
    return new TftpServer(transport, openings, loops);
  }

  /** The address of requests, with the real port; a wildcard address stays one. */
  public InetSocketAddress address() {
    return transport.address();
  }

  /** Completes, exceptionally, if one of the event loops fails; this server needs all of them. */
  public CompletableFuture<?> failure() {
    return CompletableFuture.anyOf(
        loops.stream().map(EventLoop::failure).toArray(CompletableFuture<?>[]::new));
  }

  /** Whether each event loop completes a turn within {@code timeout}; false if one has ended. */
  public boolean isResponsive(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      boolean all = true;
      for (EventLoop loop : loops) {
        all &= loop.isAlive(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Accepts no new requests, lets running transfers continue for {@code grace}, and ends the rest.
   * Calling it again is harmless.
   *
   * @return whether all transfers ended on their own
   */
  public boolean stop(Duration grace) {
    transport.close();
    loops.forEach(EventLoop::drain);
    boolean drained = await(grace);
    loops.forEach(EventLoop::abort);
    await(Duration.ofSeconds(5));
    openings.close();
    return drained;
  }

  private boolean await(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      boolean ended = true;
      for (EventLoop loop : loops) {
        ended &= loop.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Stops at once. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
