package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.SteppedTftpRead;
import org.pairboot.it.lab.TestImage;

/**
 * A file of the store is cut while machines read it. The part that is gone can only be noticed when
 * it is read, by a signal (SIGBUS) where the file is mapped. The transfer ends in an error, and
 * nothing else is touched.
 */
class DamagedFileIT {
  private static final String PART = "images/demo/1/part.img";
  private static final String OTHER = "images/demo/1/other.img";

  /** More than the socket buffers between an HTTP server and its client hold. */
  private static final int MORE_THAN_BUFFERS = 64 << 20;

  @TempDir private Path directory;
  private SeededFile other;

  /** Returns the file in the store that is to be damaged. */
  private Path importDemo(long size) {
    SeededFile part = SeededFile.write(directory.resolve("part.img"), size);
    other = SeededFile.write(directory.resolve("other.img"), 100_000);
    Cli cli = new Cli(directory.resolve("data"));
    cli.importImage(
        "demo",
        TestImage.write(directory.resolve("image"), "1", 1000)
            .withExtras(List.of(part.path(), other.path())));
    return cli.blob(cli.part("demo", "part.img"));
  }

  private static void cut(Path file, long length) throws IOException {
    assertThat(file.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
    }
  }

  private void assertThatOthersAreServed(PairbootServer server) throws IOException {
    assertThat(server.isAlive()).as(server.log()).isTrue();
    try (SteppedTftpRead read = SteppedTftpRead.begin(server, OTHER);
        InputStream body = server.http(OTHER).toURL().openStream()) {
      assertThat(SeededFile.sha256(read.finish())).isEqualTo(other.sha256());
      assertThat(SeededFile.sha256(body.readAllBytes())).isEqualTo(other.sha256());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "linux,0", "linux,4096", "linux,100000", "linux,399999",
    "nio,0", "nio,4096", "nio,100000", "nio,399999"
  })
  void aTftpTransferEndsInAnError(String transport, long left) throws IOException {
    Path file = importDemo(400_000);
    try (PairbootServer server =
            PairbootServer.serve(directory.resolve("data"), "tftp.transport=" + transport);
        SteppedTftpRead read = SteppedTftpRead.begin(server, PART);
        SteppedTftpRead running = SteppedTftpRead.begin(server, OTHER)) {
      cut(file, left);
      assertThatThrownBy(read::finish)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("the server sent an ERROR");
      assertThat(SeededFile.sha256(running.finish())).isEqualTo(other.sha256());
      assertThatOthersAreServed(server);
      assertThat(server.log())
          .contains(PART + ": failed (cannot read: ", "'pairboot scrub' finds files")
          .doesNotContain("java.");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anHttpResponseBreaksOff(boolean tls) throws Exception {
    Path file = importDemo(MORE_THAN_BUFFERS);
    try (PairbootServer server =
        PairbootServer.serve(
            directory.resolve("data"), "http.tls.enabled=" + tls, "http.tls.listen=127.0.0.1:0")) {
      ProcessBuilder curl =
          new ProcessBuilder(
              "curl",
              "-ksS",
              "--limit-rate",
              "8M",
              "--max-time",
              "60",
              "-o",
              directory.resolve("got").toString(),
              (tls ? server.https(PART) : server.http(PART)).toString());
      Process process = curl.redirectErrorStream(true).start();
      await().until(() -> directory.resolve("got").toFile().length() > 1 << 20);
      cut(file, 1 << 20);
      String message = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(message).isIn(18, 56);
      assertThatOthersAreServed(server);
      assertThat(server.log())
          .contains("HTTP: cannot read " + PART, "'pairboot scrub' finds files")
          .doesNotContain("java.");
    }
  }

  @Test
  void anImageThatWasCutBeforeIsNotServed() throws IOException {
    cut(importDemo(400_000), 4096);
    try (PairbootServer server = PairbootServer.serve(directory.resolve("data"))) {
      for (String name : List.of(PART, OTHER)) {
        assertThatThrownBy(() -> SteppedTftpRead.begin(server, name))
            .hasMessageContaining("not found: " + name);
        assertThatThrownBy(() -> server.http(name).toURL().openStream())
            .isInstanceOf(FileNotFoundException.class);
      }
    }
  }
}
