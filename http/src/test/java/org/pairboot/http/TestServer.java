package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.HttpSettings;

/** A server on a free loopback port whose contents and reports a test can reach. */
final class TestServer implements AutoCloseable {
  private final Map<String, Content> contents = new ConcurrentHashMap<>();
  private final BlockingQueue<ResponseReport> reports = new LinkedBlockingQueue<>();
  private final BlockingQueue<BootRequest> requests = new LinkedBlockingQueue<>();
  private final BootHttpServer server;

  TestServer() throws IOException {
    this(loopback(Duration.ofSeconds(30), 100));
  }

  TestServer(HttpSettings settings) throws IOException {
    server = BootHttpServer.start(settings, new Catalog(List.of(new TestRoute())), reports::add);
  }

  static HttpSettings loopback(Duration idleTimeout, int maxConnections) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new HttpSettings(true, any, idleTimeout, maxConnections);
  }

  private final class TestRoute implements Route {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public Optional<Content> resolve(BootRequest request) {
      requests.add(request);
      if (request.name().equals("broken-route")) {
        throw new IllegalStateException("secret");
      }
      return Optional.ofNullable(contents.get(request.name()));
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

  /** One request on a connection of its own; {@code head} has lines without the line ends. */
  RawClient.Response ask(String... head) throws IOException {
    try (RawClient client = connect()) {
      return client.ask(head);
    }
  }

  ResponseReport nextReport() throws InterruptedException {
    ResponseReport report = reports.poll(20, TimeUnit.SECONDS);
    assertThat(report).as("a report within 20 s").isNotNull();
    return report;
  }

  BootRequest nextRequest() throws InterruptedException {
    BootRequest request = requests.poll(20, TimeUnit.SECONDS);
    assertThat(request).as("a request within 20 s").isNotNull();
    return request;
  }

  boolean hasReport() {
    return !reports.isEmpty();
  }

  @Override
  public void close() {
    server.close();
  }
}
