package org.pairboot.tftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.engine.EventLoop;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.request.RequestResolver;
import org.pairboot.tftp.transport.Link;
import org.pairboot.tftp.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running TFTP server. Thread-safe. */
public final class TftpServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(TftpServer.class);

  private static final int MAX_LOOPS = 4;

  private final Transport transport;
  private final List<EventLoop> loops;

  private TftpServer(Transport transport, List<EventLoop> loops) {
    this.transport = transport;
    this.loops = List.copyOf(loops);
  }

  /**
   * Binds what {@code settings} name and serves {@code catalog} from then on.
   *
   * @param listener hears of every request that has ended
   * @throws java.net.BindException when an address cannot be had; names address and port
   * @throws IOException when the settings ask for a transport that does not work here
   */
  public static TftpServer start(TftpSettings settings, Catalog catalog, TransferListener listener)
      throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    return start(settings, catalog, listener, TransportChoice.open(settings, loops(processors)));
  }

  /**
   * One loop for two processors: a loop keeps one busy, and the interrupts of the network and the
   * HTTP server need some too. Fewer loops have more packets each time they wake, and so cost less
   * for each; one sends some Gbit/s in small blocks, and as much again in windows.
   */
  private static int loops(int processors) {
    return Math.clamp(processors / 2, 1, MAX_LOOPS);
  }

  /** Serves over {@code transport}, which is closed with the server. */
  static TftpServer start(
      TftpSettings settings, Catalog catalog, TransferListener listener, Transport transport) {
    RequestResolver resolver = new RequestResolver(catalog);
    // What is used to tell networks apart must not be known to those who forge addresses.
    Admission admission = new Admission(settings, new SecureRandom().nextLong(), System.nanoTime());
    EventLoop.Shared shared =
        new EventLoop.Shared(settings, resolver, admission, listener, System::nanoTime);
    List<EventLoop> loops = new ArrayList<>();
    for (Link link : transport.links()) {
      String name = "tftp-" + loops.size();
      loops.add(new EventLoop(name, link, shared));
    }
    loops.forEach(EventLoop::start);
    LOGGER.debug("TFTP on {} by {}, {} loops", transport.address(), transport.name(), loops.size());
    return new TftpServer(transport, loops);
  }

  /** Where requests arrive: the real port; a wildcard address stays one. */
  public InetSocketAddress address() {
    return transport.address();
  }

  /** Whether each event loop comes round within {@code patience}; false when one has ended. */
  public boolean reacts(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
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
   * Takes no new requests, lets running transfers go on for {@code grace}, and ends the rest.
   * Calling it again is harmless.
   *
   * @return whether all transfers ended by themselves
   */
  public boolean stop(Duration grace) {
    transport.close();
    loops.forEach(EventLoop::drain);
    boolean drained = await(grace);
    loops.forEach(EventLoop::abort);
    await(Duration.ofSeconds(5));
    return drained;
  }

  private boolean await(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
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
