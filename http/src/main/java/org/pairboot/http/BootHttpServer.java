package org.pairboot.http;

import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.ClientLimit;
import org.pairboot.artifacts.catalog.Openings;
import org.pairboot.artifacts.os.OpenFiles;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.HttpSettings.Limits;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.nio.NioXnioProvider;

/**
 * Serves the boot plane over HTTP and, where enabled, over HTTPS: GET and HEAD of everything in a
 * {@link Catalog}. Thread-safe.
 *
 * <p>Runs Undertow's connectors on its own worker, without the {@code Undertow} class around them,
 * so that several servers in one process share nothing.
 */
public final class BootHttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BootHttpServer.class);

  private static final int IO_THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
  private static final Duration WORKER_SHUTDOWN = Duration.ofSeconds(2);

  /** Holds one TLS record with its header and padding. */
  private static final int TLS_BUFFER_BYTES = 17 << 10;

  private final XnioWorker worker;
  private final Exchange.Registry exchanges;
  private final Openings openings;
  private final CompletableFuture<Void> failure;
  private final List<Listener> listeners = new ArrayList<>();
  private Optional<TlsIdentity> identity = Optional.empty();
  private boolean stopped;
  private boolean allFinished;

  private BootHttpServer(
      XnioWorker worker,
      Exchange.Registry exchanges,
      Openings openings,
      CompletableFuture<Void> failure) {
    this.worker = worker;
    this.exchanges = exchanges;
    this.openings = openings;
    this.failure = failure;
  }

  /**
   * Starts a server; it answers requests when this returns.
   *
   * @throws BindException when an address is not available; the message names it
   * @throws IOException when the certificate is unusable; the message names its file
   */
  public static BootHttpServer start(
      HttpSettings wanted, Catalog catalog, ResponseListener listener) throws IOException {
    HttpSettings settings = wanted.withLimits(possible(wanted));
    // A connection opens one content at a time.
    Limits limits = settings.limits();
    ClientLimit opened = new ClientLimit(limits.connections(), limits.connectionsPerClient());
    CompletableFuture<Void> failure = new CompletableFuture<>();
    BootHttpServer server =
        new BootHttpServer(
            createWorker(new Threads(failure)),
            new Exchange.Registry(listener),
            new Openings("http", opened),
            failure);
    try {
      server.listen(settings, new Responder(catalog, settings.clients()), listener);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The limits of the settings, or lower ones where connections would take the last sockets. */
  private static Limits possible(HttpSettings settings) {
    Limits wanted = settings.limits();
    int connections =
        OpenFiles.ofProcess().connections(wanted.connections(), settings.tls().enabled() ? 2 : 1);
    if (connections == wanted.connections()) {
      return wanted;
    }
    LOG.info(
        "HTTP: at most {} connections at a time instead of http.max-connections = {}, because of"
            + " the limit of open files; LimitNOFILE= in a unit or 'ulimit -Hn' raises it",
        connections,
        wanted.connections());
    // One client alone must not take all of them.
    return new Limits(
        connections, Math.min(wanted.connectionsPerClient(), Math.max(1, connections / 4)));
  }

  private void listen(HttpSettings settings, Responder responder, ResponseListener listener)
      throws IOException {
    Duration idle = settings.timeouts().idle();
    // No limit in total: beyond that of a listener, connections wait in its backlog.
    var clients = new ClientLimit(Integer.MAX_VALUE, settings.limits().connectionsPerClient());
    Listener.GateFactory gates =
        http -> new ConnectionGate(clients, listener, settings.timeouts().head(), http);
    listeners.add(
        Listener.open(
            new Listener.Place(settings.listen(), "http.listen"),
            (address, options) -> worker.createStreamConnectionServer(address, null, options),
            settings,
            gates,
            new BootHandler(exchanges, responder, openings, idle, SendfileSink::new)));
    if (settings.tls().enabled()) {
      UndertowXnioSsl tls = tls(TlsIdentity.load(settings.tls()));
      listeners.add(
          Listener.open(
              new Listener.Place(settings.tls().listen(), "http.tls.listen"),
              (address, options) -> tls.createSslConnectionServer(worker, address, null, options),
              settings,
              gates,
              new BootHandler(exchanges, responder, openings, idle, EncryptedSink.factory())));
    }
  }

  private UndertowXnioSsl tls(TlsIdentity loaded) {
    identity = Optional.of(loaded);
    return new UndertowXnioSsl(
        worker.getXnio(),
        OptionMap.EMPTY,
        new DefaultByteBufferPool(false, TLS_BUFFER_BYTES),
        loaded.context());
  }

  /** The address of plain HTTP; for port 0, with the port that the system chose. */
  public InetSocketAddress address() {
    return listeners.getFirst().address();
  }

  /** The address of HTTPS, likewise; empty when it is disabled. */
  public Optional<InetSocketAddress> tlsAddress() {
    return listeners.size() < 2 ? Optional.empty() : Optional.of(listeners.getLast().address());
  }

  /** Completes, exceptionally, if one of its threads fails; this server needs all of them. */
  public CompletableFuture<?> failure() {
    return failure;
  }

  /** Whether every I/O thread executes a task within {@code timeout}; false once stopped. */
  public boolean isResponsive(Duration timeout) {
    CountDownLatch executed = new CountDownLatch(IO_THREADS);
    try {
      for (int thread = 0; thread < IO_THREADS; thread++) {
        worker.getIoThread(thread).execute(executed::countDown);
      }
      return executed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Stops accepting connections, lets running responses finish within {@code grace}, then closes
   * all connections. A request that arrives on an open connection gets a 503. A second stop waits
   * for the first and returns its result.
   *
   * @return whether all responses finished
   */
  public synchronized boolean stop(Duration grace) {
    if (!stopped) {
      stopped = true;
      exchanges.stop();
      // Before the worker stops: without its threads this would wait forever.
      listeners.forEach(Listener::stopAccepting);
      identity.ifPresent(TlsIdentity::close);
      allFinished = drain(grace);
    }
    return allFinished;
  }

  private boolean drain(Duration grace) {
    try {
      boolean finished = exchanges.awaitNone(grace);
      listeners.forEach(Listener::closeConnections);
      openings.close();
      worker.shutdown();
      if (!worker.awaitTermination(WORKER_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
      return finished;
    } catch (InterruptedException e) {
      listeners.forEach(Listener::closeConnections);
      openings.close();
      worker.shutdownNow();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Stops without a grace period. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  /** Names the provider: {@link Xnio#getInstance()} would search all jars for one. */
  private static Xnio xnio() {
    return new NioXnioProvider().getInstance();
  }

  /**
   * The threads of a worker. One that ends by an exception served connections, or accepted them.
   */
  private static final class Threads extends ThreadGroup {
    private final CompletableFuture<Void> failure;

    Threads(CompletableFuture<Void> failure) {
      super("http");
      this.failure = failure;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
      LOG.error("HTTP thread {} failed", thread.getName(), cause);
      failure.completeExceptionally(cause);
    }
  }

  private static XnioWorker createWorker(Threads threads) throws IOException {
    return xnio()
        .createWorker(
            threads,
            OptionMap.builder()
                .set(Options.WORKER_NAME, "http")
                .set(Options.WORKER_IO_THREADS, IO_THREADS)
                // Only the computations of TLS handshakes use the task pool.
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, IO_THREADS)
                .getMap());
  }
}
