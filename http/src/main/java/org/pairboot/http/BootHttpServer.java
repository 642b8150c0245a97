package org.pairboot.http;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.conf.HttpSettings;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * The boot plane over HTTP: GET and HEAD of everything in a {@link Catalog}. Thread-safe.
 *
 * <p>Undertow's connectors run on a worker of this server's own, without the {@code Undertow} class
 * around them, so that several servers in one process share nothing.
 */
public final class BootHttpServer implements AutoCloseable {
  private static final int MAX_IO_THREADS = 4;
  private static final int BACKLOG = 1024;
  private static final int BUFFER_BYTES = 8 << 10;
  private static final int MAX_HEAD_BYTES = 8 << 10;
  private static final int MAX_HEADERS = 64;
  private static final int MAX_PARAMETERS = 64;

  /** From the first byte of a request to the end of its head. */
  private static final Duration MAX_HEAD_TIME = Duration.ofSeconds(10);

  /** Without a request, from the start of a connection or the end of a response. */
  private static final Duration MAX_REST = Duration.ofSeconds(60);

  private static final Duration WORKER_END = Duration.ofSeconds(2);

  private final XnioWorker worker;
  private final HttpOpenListener connections;
  private final AcceptingChannel<? extends StreamConnection> acceptor;
  private final InetSocketAddress address;
  private final InFlight inFlight;
  private boolean stopped;
  private boolean allFinished;

  private BootHttpServer(
      XnioWorker worker,
      HttpOpenListener connections,
      AcceptingChannel<? extends StreamConnection> acceptor,
      InFlight inFlight) {
    this.worker = worker;
    this.connections = connections;
    this.acceptor = acceptor;
    this.inFlight = inFlight;
    this.address = acceptor.getLocalAddress(InetSocketAddress.class);
  }

  /**
   * Starts a server that answers when this returns.
   *
   * @throws BindException when the address cannot be had; the message names it
   */
  public static BootHttpServer start(
      HttpSettings settings, Catalog catalog, ResponseListener listener) throws IOException {
    InFlight inFlight = new InFlight();
    // On the heap: only heads pass through these buffers, and Undertow frees direct ones in a way
    // that makes the JVM print warnings.
    DefaultByteBufferPool heads = new DefaultByteBufferPool(false, BUFFER_BYTES);
    HttpOpenListener connections = new HttpOpenListener(heads, options(settings.idleTimeout()));
    connections.setRootHandler(
        new BootHandler(new Answers(catalog), settings.idleTimeout(), inFlight, listener));
    XnioWorker worker = createWorker();
    try {
      var acceptor = listen(worker, settings, ChannelListeners.openListenerAdapter(connections));
      acceptor.resumeAccepts();
      return new BootHttpServer(worker, connections, acceptor, inFlight);
    } catch (SocketException e) {
      worker.shutdownNow();
      BindException named =
          new BindException(
              "cannot listen on "
                  + text(settings.listen())
                  + " for HTTP: "
                  + e.getMessage()
                  + "; see the setting http.listen");
      named.initCause(e);
      throw named;
    } catch (IOException | RuntimeException e) {
      worker.shutdownNow();
      throw e;
    }
  }

  /** Where connections arrive, with the real port where the settings have port 0. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Stops accepting, lets running responses finish until {@code grace} is over, then closes every
   * connection. A request that still comes in on an open connection gets a 503. Whoever stops a
   * second time waits for the first stop and gets its result.
   *
   * @return whether every response could finish
   */
  public synchronized boolean stop(Duration grace) {
    if (!stopped) {
      stopped = true;
      inFlight.stop();
      // Before the worker ends: without its threads this would wait for ever.
      IoUtils.safeClose(acceptor);
      allFinished = drain(grace);
    }
    return allFinished;
  }

  private boolean drain(Duration grace) {
    try {
      boolean finished = inFlight.awaitNone(grace);
      connections.closeConnections();
      worker.shutdown();
      if (!worker.awaitTermination(WORKER_END.toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
      return finished;
    } catch (InterruptedException e) {
      connections.closeConnections();
      worker.shutdownNow();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** {@link #stop} without grace. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private static OptionMap options(Duration idleTimeout) {
    int idleMillis = (int) idleTimeout.toMillis();
    int headMillis = (int) Math.min(MAX_HEAD_TIME.toMillis(), idleMillis);
    return OptionMap.builder()
        // RequestName decodes, once and the same way as for TFTP.
        .set(UndertowOptions.DECODE_URL, false)
        .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .set(UndertowOptions.ENABLE_HTTP2, false)
        .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD_BYTES)
        .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
        .set(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
        // Between requests there is nothing to wait for that long; within one, IdleTimer rules.
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) Math.min(MAX_REST.toMillis(), idleMillis))
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, headMillis)
        .getMap();
  }

  private static XnioWorker createWorker() throws IOException {
    int ioThreads = Math.min(MAX_IO_THREADS, Runtime.getRuntime().availableProcessors());
    return Xnio.getInstance(BootHttpServer.class.getClassLoader())
        .createWorker(
            OptionMap.builder()
                .set(Options.WORKER_NAME, "http")
                .set(Options.WORKER_IO_THREADS, ioThreads)
                // Nothing is ever handed to the task pool, yet a worker has one.
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, 1)
                .getMap());
  }

  private static AcceptingChannel<? extends StreamConnection> listen(
      XnioWorker worker,
      HttpSettings settings,
      ChannelListener<? super AcceptingChannel<StreamConnection>> onAccept)
      throws IOException {
    return worker.createStreamConnectionServer(
        settings.listen(),
        onAccept,
        OptionMap.builder()
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.TCP_NODELAY, true)
            .set(Options.BACKLOG, BACKLOG)
            // Beyond this, connections wait in the backlog.
            .set(Options.CONNECTION_HIGH_WATER, settings.maxConnections())
            .set(Options.CONNECTION_LOW_WATER, settings.maxConnections())
            .getMap());
  }

  private static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
  }
}
