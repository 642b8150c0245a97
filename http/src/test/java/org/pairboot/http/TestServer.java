package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Lifetime;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.Content;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.event.ResponseListener.Request;
import org.pairboot.http.event.ResponseReport;

/** A server on a free loopback port; tests set its contents and read its events. */
final class TestServer implements AutoCloseable {
  private final Map<String, Content> contents = new ConcurrentHashMap<>();
  private final BlockingQueue<ResponseReport> reports = new LinkedBlockingQueue<>();
  private final BlockingQueue<BootRequest> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Request> received = new LinkedBlockingQueue<>();
  private final Map<Request, Long> progress = new ConcurrentHashMap<>();
  private final BlockingQueue<InetAddress> rejected = new LinkedBlockingQueue<>();
  private final BootHttpServer server;

  TestServer() throws IOException {
    this(TestSettings.loopback());
  }

  TestServer(TestSettings settings) throws IOException {
    server =
        BootHttpServer.start(
            settings.settings(), new Catalog(List.of(new TestRoute())), new Events());
  }

  private final class Events implements ResponseListener {
    @Override
    public void requested(Request request) {
      received.add(request);
    }

    @Override
    public void progress(Request request, long bytes) {
      progress.put(request, bytes);
    }

    @Override
    public void finished(ResponseReport report) {
      reports.add(report);
    }

    @Override
    public void connectionRejected(InetAddress client) {
      rejected.add(client);
    }
  }

  private final class TestRoute implements Route {
    @Override
    public Optional<Resolution> resolve(BootRequest request) {
      requests.add(request);
      if (request.name().equals("broken-route")) {
        throw new IllegalStateException("secret");
      }
      Lifetime lifetime =
          request.name().startsWith("images/") ? Lifetime.IMMUTABLE : Lifetime.CHANGING;
      return Optional.ofNullable(contents.get(request.name()))
          .map(content -> new Resolution("test", lifetime, content));
    }
  }

  TestServer with(String name, Content content) {
    contents.put(name, content);
    return this;
  }

  BootHttpServer server() {
    return server;
  }

  int port() {
    return server.address().getPort();
  }

  RawClient connect() throws IOException {
    return new RawClient(port());
  }

  /** Sends one request on a new connection; {@code head} is lines without line ends. */
  RawClient.Response ask(String... head) throws IOException {
    try (RawClient client = connect()) {
      return client.ask(head);
    }
  }

  ResponseReport nextReport() throws InterruptedException {
    return next(reports);
  }

  BootRequest nextRequest() throws InterruptedException {
    return next(requests);
  }

  Request nextReceived() throws InterruptedException {
    return next(received);
  }

  InetAddress nextRejected() throws InterruptedException {
    return next(rejected);
  }

  /** The latest progress reported for each request. */
  Map<Request, Long> progress() {
    return progress;
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("an event within 20 s").isNotNull();
    return next;
  }

  boolean hasReport() {
    return !reports.isEmpty();
  }

  @Override
  public void close() {
    server.close();
  }
}
