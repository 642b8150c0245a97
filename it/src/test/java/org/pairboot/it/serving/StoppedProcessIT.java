package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.SteppedTftpRead;
import org.pairboot.it.lab.TestImage;

/**
 * The server stands still while machines read from it, as when its virtual machine is moved or its
 * process is stopped (SIGSTOP). No transfer ends by that, if its client is still there.
 */
class StoppedProcessIT {
  private static final String PART = "images/demo/1/part.img";

  /** More than the server waits for a client in these tests. */
  private static final Duration PAUSE = Duration.ofSeconds(4);

  private static final String PATIENCE = "2s";

  /** More than a loop takes from its sockets in one turn. */
  private static final int READS = 150;

  @TempDir private Path directory;
  private SeededFile part;

  private PairbootServer serve(long size, String... settings) {
    part = SeededFile.write(directory.resolve("part.img"), size);
    Cli cli = new Cli(directory.resolve("data"));
    cli.importImage(
        "demo",
        TestImage.write(directory.resolve("image"), "1", 1000).withExtras(List.of(part.path())));
    return PairbootServer.serve(directory.resolve("data"), settings);
  }

  private static void pause(PairbootServer server) throws InterruptedException {
    signal(server, "STOP");
    try {
      // The time itself is what is tested.
      Thread.sleep(PAUSE);
    } finally {
      signal(server, "CONT");
    }
  }

  private static void signal(PairbootServer server, String name) {
    Command.run(List.of("kill", "-" + name, Long.toString(server.process().pid()))).succeeded();
  }

  @ParameterizedTest
  @CsvSource({"linux,pool", "linux,single", "nio,pool"})
  void tftpTransfersContinue(String transport, String portMode)
      throws IOException, InterruptedException {
    try (PairbootServer server =
        serve(
            20_000,
            "tftp.transport=" + transport,
            "tftp.port-mode=" + portMode,
            "tftp.max-transfers-per-client=1000",
            "tftp.retransmit.give-up-after=" + PATIENCE)) {
      List<SteppedTftpRead> reads = new ArrayList<>();
      try {
        for (int i = 0; i < READS; i++) {
          reads.add(SteppedTftpRead.begin(server, PART).step());
        }
        pause(server);
        for (SteppedTftpRead read : reads) {
          assertThat(SeededFile.sha256(read.finish())).isEqualTo(part.sha256());
        }
      } finally {
        reads.forEach(SteppedTftpRead::close);
      }
      assertThat(server.log()).doesNotContain("timed out");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void httpResponsesContinue(boolean tls) throws Exception {
    try (PairbootServer server =
        serve(
            64 << 20,
            "http.tls.enabled=" + tls,
            "http.tls.listen=127.0.0.1:0",
            "http.idle-timeout=" + PATIENCE)) {
      Path got = directory.resolve("got");
      ProcessBuilder curl =
          new ProcessBuilder(
              "curl",
              "-kfsS",
              "--limit-rate",
              "16M",
              "--max-time",
              "60",
              "-o",
              got.toString(),
              (tls ? server.https(PART) : server.http(PART)).toString());
      Process process = curl.redirectErrorStream(true).start();
      await().until(() -> got.toFile().length() > 1 << 20);
      pause(server);
      String message = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(message).isZero();
      assertThat(got).hasSameBinaryContentAs(part.path());
    }
  }

  @Test
  void aServerThatWasStoppedStillEndsWithZero() throws IOException, InterruptedException {
    try (PairbootServer server = serve(1000, "shutdown.grace=5s")) {
      signal(server, "STOP");
      server.terminate();
      signal(server, "CONT");
      server.awaitEnd();
    }
  }
}
