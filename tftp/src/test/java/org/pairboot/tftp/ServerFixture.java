package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;

/** A server over one of the transports, the contents it serves, and clients of it. */
abstract class ServerFixture {
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** The length of the content "huge". */
  static final long HUGE = (2L << 30) + 65464 * 10;

  private final String transport;
  private final Queue<TransferReport> reports = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final TestContents contents =
      new TestContents()
          .with("small", TestContents.bytes(100))
          .with("other", TestContents.bytes(200))
          .with("text", "one\ntwo\r\n".getBytes(StandardCharsets.US_ASCII))
          .with("empty", new byte[0])
          .withMapped("mapped", TestContents.bytes(300_000))
          .withGenerated("medium", 300_000)
          .withSparse("huge", HUGE)
          .withBroken("half", 10_000, 5_000)
          .withBroken("closed", 10_000, 0);
  private TftpServer server;

  ServerFixture(String transport) {
    this.transport = transport;
  }

  static Stream<String> transports() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    return linux ? Stream.of("nio", "linux") : Stream.of("nio");
  }

  /**
   * @param overrides such as {@code port-mode=single}
   */
  TftpServer start(String... overrides) throws IOException {
    server = TftpServer.start(settings(overrides), contents.catalog(), reports::add);
    return open(server);
  }

  TftpSettings settings(String... overrides) {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("transport=" + transport);
    return TestSettings.create(all.toArray(String[]::new));
  }

  /** The server that was started last. */
  TftpServer server() {
    return server;
  }

  /** The reports so far. */
  Queue<TransferReport> reports() {
    return reports;
  }

  TestContents contents() {
    return contents;
  }

  RawClient client() throws IOException {
    return open(new RawClient(server.address()));
  }

  /** Closes {@code resource} after the test. */
  <T extends AutoCloseable> T open(T resource) {
    opened.add(resource);
    return resource;
  }

  TransferReport awaitReport(Outcome outcome) {
    await().until(() -> reports.stream().anyMatch(report -> report.outcome() == outcome));
    return reports.stream().filter(r -> r.outcome() == outcome).findFirst().orElseThrow();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    assertThat(contents.openReaders()).as("contents left open").isZero();
  }
}
