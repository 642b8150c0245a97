package org.pairboot.artifacts.fetch.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.file;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.head;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.status;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.ScriptedServer.Line;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.conf.ProxySettings;

/** Which failures are tried again, after which pause, and how often. */
class DownloadRetryTest {
  private static final byte[] CONTENT = DownloadLab.CONTENT;
  private static final String TAG = DownloadLab.TAG;

  @RegisterExtension private final DownloadLab lab = new DownloadLab();

  @Test
  void namesAServerThatSendsLessThanItAnnounced() throws Exception {
    lab.server()
        .plays((_, out) -> {
          head(out, "200 OK", "Content-Length: 1000");
          out.write(CONTENT, 0, 600);
        });
    assertThatThrownBy(() -> lab.fetch(lab.unknown()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(lab.server().url("/rootfs.img"));
    assertThat(lab.server().requests()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"408", "429", "500", "502", "503", "504"})
  void triesAgainAfterServerErrors(String status) throws Exception {
    lab.server().plays(status(status + " x"), status(status + " x"), file(CONTENT, TAG));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void waitsAsLongAsTheServerAsksWithinTheLimit() throws Exception {
    lab.server()
        .plays(
            status("503 x", "Retry-After: 7"),
            status("503 x", "Retry-After: 999999"),
            file(CONTENT, TAG));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.pauses()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "401", "403", "404", "407", "410", "418", "501", "304", "204"})
  void doesNotTryAgainAfterARefusal(String status) throws Exception {
    lab.server().plays(status(status + " x"));
    assertThatThrownBy(() -> lab.fetch(lab.unknown()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(lab.server().url("/rootfs.img") + "): HTTP " + status);
    assertThat(lab.server().requests()).hasSize(1);
    assertThat(lab.pauses()).isEmpty();
  }

  @Test
  void givesUpAfterTheLastAttempt() throws Exception {
    lab.server().plays(status("503 x"));
    assertThatThrownBy(() -> lab.fetch(lab.unknown())).hasMessageContaining("HTTP 503");
    assertThat(lab.pauses()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 10L);
  }

  @Test
  void doesNotCountAttemptsThatMadeProgress() throws Exception {
    byte[] large = Bytes.random(10 << 20, 14);
    Line[] cuts =
        IntStream.rangeClosed(1, 9)
            .mapToObj(i -> lab.cut(large, TAG, i * (1 << 20) + i))
            .toArray(Line[]::new);
    lab.server()
        .plays(Stream.concat(Stream.of(cuts), Stream.of(file(large, TAG))).toArray(Line[]::new));
    assertThat(lab.fetch(lab.known(large))).isEqualTo(large);
    assertThat(lab.pauses()).hasSize(9).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void doesNotTakeTheSameBytesForProgress() throws Exception {
    byte[] large = Bytes.random(3 << 20, 15);
    lab.server()
        .plays((_, out) -> {
          head(out, "200 OK", "Content-Length: " + large.length);
          out.write(large, 0, 2 << 20);
        });
    assertThatThrownBy(() -> lab.fetch(lab.unknown())).isInstanceOf(DownloadException.class);
    assertThat(lab.server().requests()).hasSize(6);
  }

  @Test
  void triesAgainWhenTheConnectionIsRefused() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    Artifact artifact = Artifact.at("kernel", Source.parse("http://127.0.0.1:" + port + "/kernel"));
    assertThatThrownBy(() -> lab.fetch(artifact)).hasMessageContaining("cannot connect");
    assertThat(lab.pauses()).hasSize(5);
  }

  @Test
  void givesUpOnASilentServer() throws Exception {
    lab.use(0, Duration.ofMillis(200), 1L << 30, ProxySettings.NONE);
    try (ServerSocket silent = new ServerSocket(0)) {
      lab.server()
          .plays((_, out) -> {
            head(out, "200 OK", "Content-Length: 1000");
            out.write(CONTENT, 0, 10);
            out.flush();
            silent.accept(); // until the end of the test
          });
      assertThatThrownBy(() -> lab.fetch(lab.unknown()))
          .hasMessageContaining("did not respond in time");
    }
  }

  @Test
  void givesUpOnASlowServer() throws Exception {
    lab.retries(0);
    lab.server().plays(file(CONTENT, TAG));
    Progress tenSecondsEach =
        (step, total) -> done -> lab.nanoTime().addAndGet(Duration.ofMinutes(10).toNanos());
    try (Downloader downloader = lab.downloader(tenSecondsEach)) {
      assertThatThrownBy(() -> downloader.fetch(lab.unknown()))
          .hasMessageContaining("slower than downloads.lowest-rate");
    }
  }
}
