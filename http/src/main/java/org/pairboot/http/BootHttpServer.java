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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.conf.HttpSettings;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.tls.TlsIdentity;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.nio.NioXnioProvider;

/**
 * The boot plane over HTTP, and over HTTPS where that is enabled: GET and HEAD of everything in a
 * {@link Catalog}. Thread-safe.
 *
 * <p>Undertow's connectors run on a worker of this server's own, without the {@code Undertow} class
 * around them, so that several servers in one process share nothing.
 */
public final class BootHttpServer implements AutoCloseable {
  private static final int IO_THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
  private static final Duration WORKER_END = Duration.ofSeconds(2);

  /** Holds one TLS record with its frame. */
  private static final int TLS_BUFFER_BYTES = 17 << 10;

  private final XnioWorker worker;
  private final InFlight inFlight = new InFlight();
  private final List<Listener> listeners = new ArrayList<>();
  private Optional<TlsIdentity> identity = Optional.empty();
  private boolean stopped;
  private boolean allFinished;

  private BootHttpServer(XnioWorker worker) {
    this.worker = worker;
  }

  /**
   * Starts a server that answers when this returns.
   *
   * @throws BindException when an address cannot be had; the message names it
   * @throws IOException when the certificate cannot be used; the message names its file
   */
  public static BootHttpServer start(
      HttpSettings settings, Catalog catalog, ResponseListener listener) throws IOException {
    BootHttpServer server = new BootHttpServer(createWorker());
    try {
      server.listen(settings, new Answers(catalog, settings.clients()), listener);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void listen(HttpSettings settings, Answers answers, ResponseListener listener)
      throws IOException {
    Duration idle = settings.timeouts().idle();
    var clients = new ClientConnections(settings.limits().connectionsPerClient());
    Listener.Gatekeeper gatekeeper = http -> new ConnectionGate(clients, listener, http);
    listeners.add(
        Listener.open(
            new Listener.Place(settings.listen(), "http.listen"),
            (address, options) -> worker.createStreamConnectionServer(address, null, options),
            settings,
            gatekeeper,
            new BootHandler(answers, idle, inFlight, listener, SendfileSink::new)));
    if (settings.tls().enabled()) {
      UndertowXnioSsl tls = tls(TlsIdentity.load(settings.tls()));
      listeners.add(
          Listener.open(
              new Listener.Place(settings.tls().listen(), "http.tls.listen"),
              (address, options) -> tls.createSslConnectionServer(worker, address, null, options),
              settings,
              gatekeeper,
              new BootHandler(answers, idle, inFlight, listener, EncryptedSink.factory())));
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

  /** Where plain connections arrive, with the real port where the settings have port 0. */
  public InetSocketAddress address() {
    return listeners.getFirst().address();
  }

  /** Where TLS connections arrive, in the same way; empty when TLS is off. */
  public Optional<InetSocketAddress> tlsAddress() {
    return listeners.stream().skip(1).findFirst().map(Listener::address);
  }

  /** Whether each I/O thread takes up work within {@code patience}; false once stopped. */
  public boolean reacts(Duration patience) {
    CountDownLatch answers = new CountDownLatch(IO_THREADS);
    try {
      for (int thread = 0; thread < IO_THREADS; thread++) {
        worker.getIoThread(thread).execute(answers::countDown);
      }
      return answers.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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
      listeners.forEach(Listener::stopAccepting);
      identity.ifPresent(TlsIdentity::close);
      allFinished = drain(grace);
    }
    return allFinished;
  }

  private boolean drain(Duration grace) {
    try {
      boolean finished = inFlight.awaitNone(grace);
      listeners.forEach(Listener::closeConnections);
      worker.shutdown();
      if (!worker.awaitTermination(WORKER_END.toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
      return finished;
    } catch (InterruptedException e) {
      listeners.forEach(Listener::closeConnections);
      worker.shutdownNow();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Does ahead, for instance on a thread that has nothing else to do, what {@link #start} has to do
   * for the first server of a process.
   */
  public static void prepare() {
    xnio();
  }

  /** {@link #stop} without grace. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  /** {@link Xnio#getInstance()} would look for providers in all jars. */
  private static Xnio xnio() {
    return new NioXnioProvider().getInstance();
  }

  private static XnioWorker createWorker() throws IOException {
    return xnio()
        .createWorker(
            OptionMap.builder()
                .set(Options.WORKER_NAME, "http")
                .set(Options.WORKER_IO_THREADS, IO_THREADS)
                // Only the arithmetic of TLS handshakes is handed to the task pool.
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, IO_THREADS)
                .getMap());
  }
}
