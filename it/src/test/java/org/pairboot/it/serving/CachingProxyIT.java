package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.CachingProxy;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** nginx as a caching proxy in slices, without any settings specific to Pairboot. */
class CachingProxyIT {
  private static final int SIZE = 3_000_001;

  /** Requests of 1 MiB that the proxy sends. */
  private static final int SLICES = 3;

  private static final String PART = "images/demo/1/part.img";

  @TempDir private Path directory;
  private SeededFile part;
  private PairbootServer server;
  private CachingProxy proxy;

  @BeforeEach
  void serve() throws IOException {
    Tools.need("nginx:nginx-light", "curl:curl");
    part = SeededFile.write(directory.resolve("part.img"), SIZE);
    importVersion("1");
    server = PairbootServer.serve(directory.resolve("data"));
    proxy = CachingProxy.before(server, Files.createDirectory(directory.resolve("proxy")));
  }

  private void importVersion(String version) {
    new Cli(directory.resolve("data"))
        .importImage(
            "demo",
            TestImage.write(directory.resolve("image-" + version), version, 70_000)
                .withExtras(List.of(part.path())));
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    if (server != null && server.isAlive()) {
      server.close();
    }
  }

  @Test
  void fetchesAPartOnceAndThenServesItWithoutTheServer() throws IOException {
    assertThat(fetched(PART)).isEqualTo(part.sha256());
    awaitRequests(SLICES);
    assertThat(fetched(PART)).isEqualTo(part.sha256());
    awaitRequests(SLICES);

    server.close();
    assertThat(fetched(PART)).isEqualTo(part.sha256());
    assertThat(proxy.curl(PART, "--head").succeeded().out())
        .contains("Content-Length: " + SIZE)
        .contains("ETag: \"" + part.sha256() + "\"");
    assertThat(proxy.requests(4))
        .containsExactly(
            "MISS GET 200 /" + PART,
            "HIT GET 200 /" + PART,
            "HIT GET 200 /" + PART,
            "HIT HEAD 200 /" + PART);
  }

  @Test
  void servesRangesFromTheSlices() throws IOException {
    Path target = directory.resolve("range");
    byte[] whole = Files.readAllBytes(part.path());
    for (int[] range : new int[][] {{0, 9}, {1_048_570, 1_048_580}, {2_000_000, SIZE - 1}}) {
      String option = range[0] + "-" + range[1];
      proxy.curl(PART, "--range", option, "--output", target.toString()).succeeded();
      assertThat(Files.readAllBytes(target))
          .as(option)
          .isEqualTo(Arrays.copyOfRange(whole, range[0], range[1] + 1));
    }
    awaitRequests(SLICES);
  }

  @Test
  void neverServesStaleChannelsAndScripts() {
    String kernel = "images/demo/latest/kernel";
    assertThat(proxy.curl(kernel).succeeded().out()).endsWith("kernel of image-1");
    assertThat(proxy.curl("boot.ipxe").succeeded().out()).contains("/images/demo/1/");

    importVersion("2");

    assertThat(proxy.curl(kernel).succeeded().out()).endsWith("kernel of image-2");
    assertThat(proxy.curl("boot.ipxe").succeeded().out()).contains("/images/demo/2/");
  }

  @Test
  void findsANameThatIsPublishedLater() {
    proxy.curl("images/demo/2/kernel").exited(22);
    importVersion("2");
    proxy.curl("images/demo/2/kernel").succeeded();
  }

  private String fetched(String name) {
    Path target = directory.resolve("fetched");
    proxy.curl(name, "--output", target.toString()).succeeded();
    return SeededFile.sha256(target);
  }

  /** The server logs a request when its response has ended; the proxy may see that earlier. */
  private void awaitRequests(long expected) {
    await().untilAsserted(() -> assertThat(requestsSeen()).isEqualTo(expected));
  }

  private long requestsSeen() {
    return server.log().lines().filter(line -> line.contains(" " + PART + ": ")).count();
  }
}
