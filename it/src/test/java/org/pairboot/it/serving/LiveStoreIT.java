package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.SteppedTftpRead;
import org.pairboot.it.lab.TestImage;

/** The store changes, or the server stops, while machines read. */
class LiveStoreIT {
  private static final String PART = "images/demo/1/part.img";

  /** More than the socket buffers between an HTTP server and its client hold. */
  private static final int MORE_THAN_BUFFERS = 64 << 20;

  @TempDir private Path directory;

  private Path dataDir() {
    return directory.resolve("data");
  }

  @Test
  void servesAnImportWithoutARestart() throws IOException {
    try (PairbootServer server = PairbootServer.serve(dataDir())) {
      assertThat(status(server, PART)).isEqualTo(404);
      SeededFile part = importDemo(5000);
      awaitStatus(server, 200);
      try (SteppedTftpRead read = SteppedTftpRead.begin(server, PART)) {
        assertThat(SeededFile.sha256(read.finish())).isEqualTo(part.sha256());
      }
    }
  }

  @Test
  void finishesATftpTransferAfterRemoval() throws IOException {
    SeededFile part = importDemo(50_000);
    try (PairbootServer server = PairbootServer.serve(dataDir());
        SteppedTftpRead read = SteppedTftpRead.begin(server, PART)) {
      new Cli(dataDir()).run("remove", "demo@1").succeeded();
      awaitStatus(server, 404);
      assertThat(SeededFile.sha256(read.finish())).isEqualTo(part.sha256());
    }
  }

  @Test
  void finishesAnHttpTransferAfterRemoval() throws IOException {
    SeededFile part = importDemo(MORE_THAN_BUFFERS);
    try (PairbootServer server = PairbootServer.serve(dataDir());
        InputStream body = server.http(PART).toURL().openStream()) {
      int first = body.read();
      new Cli(dataDir()).run("remove", "demo@1").succeeded();
      awaitStatus(server, 404);
      assertThat(SeededFile.sha256(rest(first, body))).isEqualTo(part.sha256());
    }
  }

  @Test
  void finishesATftpTransferBeforeItStops() {
    SeededFile part = importDemo(50_000);
    try (PairbootServer server = PairbootServer.serve(dataDir());
        SteppedTftpRead read = SteppedTftpRead.begin(server, PART)) {
      server.terminate();
      assertThat(SeededFile.sha256(read.finish())).isEqualTo(part.sha256());
      server.awaitEnd();
    }
  }

  @Test
  void finishesAnHttpTransferBeforeItStops() throws IOException {
    SeededFile part = importDemo(MORE_THAN_BUFFERS);
    try (PairbootServer server = PairbootServer.serve(dataDir());
        InputStream body = server.http(PART).toURL().openStream()) {
      int first = body.read();
      server.terminate();
      assertThat(SeededFile.sha256(rest(first, body))).isEqualTo(part.sha256());
      server.awaitEnd();
    }
  }

  @Test
  void stopsWithoutWaitingForeverForALostClient() {
    importDemo(50_000);
    PairbootServer server = PairbootServer.serve(dataDir(), "shutdown.grace=1s");
    try (SteppedTftpRead _ = SteppedTftpRead.begin(server, PART)) {
      server.close();
    }
  }

  private SeededFile importDemo(long size) {
    SeededFile part = SeededFile.write(directory.resolve("part.img"), size);
    new Cli(dataDir())
        .importImage(
            "demo",
            TestImage.write(directory.resolve("image"), "1", 1000)
                .withExtras(List.of(part.path())));
    return part;
  }

  private static void awaitStatus(PairbootServer server, int status) {
    await().until(() -> status(server, PART) == status);
  }

  private static int status(PairbootServer server, String name) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) server.http(name).toURL().openConnection();
    connection.setRequestMethod("HEAD");
    return connection.getResponseCode();
  }

  private static byte[] rest(int first, InputStream body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream(MORE_THAN_BUFFERS);
    all.write(first);
    body.transferTo(all);
    return all.toByteArray();
  }
}
