package org.pairboot.artifacts.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.download.ScriptedServer.file;
import static org.pairboot.artifacts.download.ScriptedServer.head;
import static org.pairboot.artifacts.download.ScriptedServer.status;
import static org.pairboot.artifacts.download.ScriptedServer.withoutRanges;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.download.ScriptedServer.Line;
import org.pairboot.artifacts.imports.ImportProgress;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.transport.Transports;
import org.pairboot.conf.DownloadSettings;
import org.pairboot.conf.DownloadSettings.SignaturePolicy;
import org.pairboot.conf.ProxySettings;

class DownloaderTest {
  private static final byte[] CONTENT = Bytes.random(300_000, 11);
  private static final byte[] OTHER = Bytes.random(300_000, 12);
  private static final String TAG = "\"one\"";
  private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

  @TempDir private Path directory;
  private final List<String> notices = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Arrivals arrivals = new Arrivals();
  private ScriptedServer server;
  private DownloadSettings settings;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    settings = settings(5, Duration.ofSeconds(30), 1L << 30, ProxySettings.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static DownloadSettings settings(
      int retries, Duration readTimeout, long maxSize, ProxySettings proxy) {
    return new DownloadSettings(
        SignaturePolicy.IF_PRESENT,
        List.of(),
        new DownloadSettings.Retry(retries, Duration.ofSeconds(1), Duration.ofSeconds(10)),
        Duration.ofSeconds(10),
        readTimeout,
        1000,
        maxSize,
        4,
        proxy,
        Optional.empty(),
        Duration.ofDays(7));
  }

  private Downloader downloader(ImportProgress progress) throws IOException {
    return new Downloader(
        directory,
        settings,
        new Downloader.Surroundings(
            new Transports(settings), pauses::add, InstantSource.fixed(NOW), nanoTime::get),
        progress,
        notices::add);
  }

  /** Fetches in one import of its own that comes to nothing afterwards. */
  private byte[] fetch(Artifact artifact) throws IOException {
    try (Downloader downloader = downloader(arrivals)) {
      return Files.readAllBytes(downloader.fetch(artifact));
    }
  }

  private Artifact known(byte[] content) throws InvalidSourceException {
    return new Artifact(
        "rootfs",
        Source.parse(server.url("/rootfs.img")),
        Optional.of(Sha256.of(ByteBuffer.wrap(content))),
        Optional.empty());
  }

  private Artifact unknown() throws InvalidSourceException {
    return Artifact.at("rootfs", Source.parse(server.url("/rootfs.img")));
  }

  private Line cut(byte[] content, String tag, int end) {
    return ScriptedServer.cutFile(content, tag, end, arrivals);
  }

  private String rangeOf(int request) {
    return server.requests().get(request).header("range");
  }

  @Test
  void a_file_arrives_under_its_own_name() throws Exception {
    server.plays(file(CONTENT, TAG));
    try (Downloader downloader = downloader(ImportProgress.NONE)) {
      Path file = downloader.fetch(known(CONTENT));
      assertThat(file).hasFileName("rootfs.img").hasBinaryContent(CONTENT);
      assertThat(downloader.fetch(known(CONTENT))).isEqualTo(file);
      downloader.discard();
    }
    assertThat(server.requests()).hasSize(1);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void progress_tells_the_length_and_every_byte() throws Exception {
    server.plays(file(CONTENT, TAG));
    List<String> steps = new ArrayList<>();
    AtomicLong last = new AtomicLong();
    ImportProgress progress =
        (step, total) -> {
          steps.add(step + " " + total);
          LongConsumer consumer = last::set;
          return consumer;
        };
    try (Downloader downloader = downloader(progress)) {
      downloader.fetch(known(CONTENT));
    }
    assertThat(steps).containsExactly("fetching rootfs 300000", "hashing rootfs 300000");
    assertThat(last).hasValue(300_000);
  }

  @Test
  void what_broke_off_is_continued() throws Exception {
    server.plays(cut(CONTENT, TAG, 100_000), cut(CONTENT, TAG, 200_000), file(CONTENT, TAG));

    assertThat(fetch(unknown())).isEqualTo(CONTENT);

    assertThat(rangeOf(0)).isNull();
    assertThat(rangeOf(1)).isEqualTo("bytes=100000-");
    assertThat(rangeOf(2)).isEqualTo("bytes=200000-");
    assertThat(server.requests().get(1).header("if-range")).isEqualTo(TAG);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(notices).hasSize(2).allMatch(notice -> notice.contains("trying again in"));
  }

  @Test
  void another_import_continues_what_the_last_one_left() throws Exception {
    settings = settings(0, Duration.ofSeconds(30), 1L << 30, ProxySettings.NONE);
    server.plays(cut(CONTENT, TAG, 100_000), file(CONTENT, TAG));

    assertThatThrownBy(() -> fetch(unknown()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("100,000 bytes are there, from where the same command goes on");

    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(rangeOf(1)).isEqualTo("bytes=100000-");
  }

  @Test
  void a_whole_file_of_a_failed_import_is_not_fetched_again() throws Exception {
    server.plays(file(CONTENT, TAG));
    fetch(known(CONTENT));
    assertThat(fetch(known(CONTENT))).isEqualTo(CONTENT);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void without_a_digest_a_whole_file_is_asked_after() throws Exception {
    server.plays(file(CONTENT, TAG));
    fetch(unknown());
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(rangeOf(1)).isEqualTo("bytes=299999-");

    server.plays(file(OTHER, "\"two\""));
    assertThat(fetch(unknown())).isEqualTo(OTHER);
  }

  @Test
  void a_mirror_continues_what_another_server_began() throws Exception {
    settings = settings(0, Duration.ofSeconds(30), 1L << 30, ProxySettings.NONE);
    server.plays(cut(CONTENT, TAG, 100_000));
    assertThatThrownBy(() -> fetch(known(CONTENT))).isInstanceOf(DownloadException.class);

    try (ScriptedServer mirror = new ScriptedServer().plays(file(CONTENT, "\"mirror\""))) {
      Artifact there =
          new Artifact(
              "rootfs",
              Source.parse(mirror.url("/copy.img")),
              known(CONTENT).sha256(),
              Optional.empty());
      assertThat(fetch(there)).isEqualTo(CONTENT);
      assertThat(mirror.requests().getFirst().header("range")).isEqualTo("bytes=100000-");
      assertThat(mirror.requests().getFirst().header("if-range")).isNull();
    }
  }

  @Test
  void a_server_without_ranges_begins_anew() throws Exception {
    server.plays(cut(CONTENT, TAG, 100_000), withoutRanges(CONTENT));
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(rangeOf(1)).isNotNull();
  }

  @Test
  void a_file_that_changed_between_two_tries_is_fetched_anew() throws Exception {
    server.plays(cut(CONTENT, TAG, 100_000), file(OTHER, "\"two\""));
    assertThat(fetch(unknown())).isEqualTo(OTHER);
  }

  @Test
  void a_part_with_another_tag_than_asked_for_is_not_taken() throws Exception {
    Line wrongPart =
        (_, out) -> {
          head(
              out,
              "206 Partial Content",
              "ETag: \"two\"",
              "Content-Range: bytes 100000-299999/300000",
              "Content-Length: 200000");
          out.write(OTHER, 100_000, 200_000);
        };
    server.plays(cut(CONTENT, TAG, 100_000), wrongPart, file(OTHER, "\"two\""));
    assertThat(fetch(unknown())).isEqualTo(OTHER);
    assertThat(rangeOf(2)).isNull();
  }

  @Test
  void another_part_than_asked_for_is_not_taken() throws Exception {
    Line wrongPart =
        (_, out) -> {
          head(
              out,
              "206 Partial Content",
              "ETag: " + TAG,
              "Content-Range: bytes 0-299999/300000",
              "Content-Length: 300000");
          out.write(CONTENT);
        };
    server.plays(cut(CONTENT, TAG, 100_000), wrongPart, file(CONTENT, TAG));
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
  }

  @Test
  void pieces_of_two_files_are_found_out_by_the_digest() throws Exception {
    // No tag and the same length: nothing but the digest can tell.
    server.plays(cut(OTHER, null, 100_000), file(CONTENT, null));
    assertThat(fetch(known(CONTENT))).isEqualTo(CONTENT);
    assertThat(notices).anyMatch(notice -> notice.contains("the pieces do not make one file"));
  }

  @Test
  void without_tag_and_digest_nothing_is_continued() throws Exception {
    server.plays(cut(OTHER, null, 100_000), file(CONTENT, null));
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(rangeOf(1)).isNull();
  }

  @Test
  void a_weak_tag_is_none() throws Exception {
    server.plays(cut(OTHER, "W/\"one\"", 100_000), file(CONTENT, "W/\"one\""));
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(rangeOf(1)).isNull();
  }

  @Test
  void a_file_that_became_shorter_is_fetched_anew() throws Exception {
    byte[] shorter = Bytes.random(50_000, 13);
    server.plays(cut(CONTENT, null, 100_000), file(shorter, null));
    assertThat(fetch(known(shorter))).isEqualTo(shorter);
  }

  @Test
  void wrong_bytes_are_refused_and_not_kept() throws Exception {
    server.plays(file(OTHER, TAG));
    assertThatThrownBy(() -> fetch(known(CONTENT)))
        .isInstanceOf(NotAuthenticException.class)
        .hasMessageContaining("rootfs (" + server.url("/rootfs.img") + ")")
        .hasMessageContaining(known(CONTENT).sha256().orElseThrow().hex())
        .hasMessageContaining(Sha256.of(ByteBuffer.wrap(OTHER)).hex());
    server.plays(file(CONTENT, TAG));
    assertThat(fetch(known(CONTENT))).isEqualTo(CONTENT);
    assertThat(server.requests().getLast().header("range")).isNull();
  }

  @Test
  void a_server_that_sends_less_than_it_promises_is_named() throws Exception {
    server.plays((_, out) -> {
      head(out, "200 OK", "Content-Length: 1000");
      out.write(CONTENT, 0, 600);
    });
    assertThatThrownBy(() -> fetch(unknown()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(server.url("/rootfs.img"));
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void what_is_sent_behind_the_promised_length_does_not_count() throws Exception {
    server.plays((_, out) -> {
      head(out, "200 OK", "Content-Length: 1000");
      out.write(CONTENT, 0, 1600);
    });
    assertThat(fetch(unknown())).hasSize(1000);
  }

  @Test
  void a_body_of_no_told_length_is_taken_to_its_end() throws Exception {
    server.plays((_, out) -> {
      head(out, "200 OK");
      out.write(CONTENT);
    });
    assertThat(fetch(known(CONTENT))).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"408", "429", "500", "502", "503", "504"})
  void trouble_of_the_server_is_waited_for(String status) throws Exception {
    server.plays(status(status + " x"), status(status + " x"), file(CONTENT, TAG));
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void a_server_may_wish_for_a_longer_pause_within_limits() throws Exception {
    server.plays(
        status("503 x", "Retry-After: 7"),
        status("503 x", "Retry-After: 999999"),
        file(CONTENT, TAG));
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "401", "403", "404", "407", "410", "418", "501", "304", "204"})
  void a_refusal_is_final(String status) throws Exception {
    server.plays(status(status + " x"));
    assertThatThrownBy(() -> fetch(unknown()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(server.url("/rootfs.img") + "): HTTP " + status);
    assertThat(server.requests()).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void tries_come_to_an_end() throws Exception {
    server.plays(status("503 x"));
    assertThatThrownBy(() -> fetch(unknown())).hasMessageContaining("HTTP 503");
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 10L);
  }

  @Test
  void tries_that_bring_something_do_not_count() throws Exception {
    byte[] large = Bytes.random(10 << 20, 14);
    Line[] cuts =
        IntStream.rangeClosed(1, 9)
            .mapToObj(i -> cut(large, TAG, i * (1 << 20) + i))
            .toArray(Line[]::new);
    server.plays(Stream.concat(Stream.of(cuts), Stream.of(file(large, TAG))).toArray(Line[]::new));
    assertThat(fetch(known(large))).isEqualTo(large);
    assertThat(pauses).hasSize(9).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void the_same_bytes_over_and_over_are_no_progress() throws Exception {
    byte[] large = Bytes.random(3 << 20, 15);
    server.plays((_, out) -> {
      head(out, "200 OK", "Content-Length: " + large.length);
      out.write(large, 0, 2 << 20);
    });
    assertThatThrownBy(() -> fetch(unknown())).isInstanceOf(DownloadException.class);
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void nobody_listening_is_tried_again_and_then_told() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    Artifact artifact = Artifact.at("kernel", Source.parse("http://127.0.0.1:" + port + "/kernel"));
    assertThatThrownBy(() -> fetch(artifact)).hasMessageContaining("no connection");
    assertThat(pauses).hasSize(5);
  }

  @Test
  void a_silent_server_is_given_up() throws Exception {
    settings = settings(0, Duration.ofMillis(200), 1L << 30, ProxySettings.NONE);
    try (ServerSocket silent = new ServerSocket(0)) {
      server.plays((_, out) -> {
        head(out, "200 OK", "Content-Length: 1000");
        out.write(CONTENT, 0, 10);
        out.flush();
        silent.accept(); // until the end of the test
      });
      assertThatThrownBy(() -> fetch(unknown())).hasMessageContaining("did not answer in time");
    }
  }

  @Test
  void a_trickle_is_given_up_too() throws Exception {
    settings = settings(0, Duration.ofSeconds(30), 1L << 30, ProxySettings.NONE);
    server.plays(file(CONTENT, TAG));
    ImportProgress tenSecondsEach =
        (step, total) -> done -> nanoTime.addAndGet(Duration.ofMinutes(10).toNanos());
    try (Downloader downloader = downloader(tenSecondsEach)) {
      assertThatThrownBy(() -> downloader.fetch(unknown()))
          .hasMessageContaining("which is below downloads.lowest-rate");
    }
  }

  @Test
  void redirects_are_followed() throws Exception {
    server.plays(
        status("301 x", "Location: /second"),
        status("307 x", "Location: " + server.url("/third?x=y")),
        file(CONTENT, TAG));
    assertThat(fetch(unknown())).isEqualTo(CONTENT);
    assertThat(server.requests())
        .extracting(ScriptedServer.Request::target)
        .containsExactly("/rootfs.img", "/second", "/third?x=y");
  }

  @Test
  void a_loop_of_redirects_has_an_end() throws Exception {
    server.plays(status("302 x", "Location: /rootfs.img"));
    assertThatThrownBy(() -> fetch(unknown())).hasMessageContaining("more than 4 redirects");
    assertThat(server.requests()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "http://[", "a b"})
  void redirects_lead_to_http_only(String location) throws Exception {
    server.plays(status("302 x", "Location: " + location));
    assertThatThrownBy(() -> fetch(unknown())).hasMessageContaining("redirect to what is no");
  }

  @Test
  void a_name_and_password_go_to_their_server_only_and_into_no_message() throws Exception {
    try (ScriptedServer other = new ScriptedServer().plays(status("404 x"))) {
      server.plays(status("302 x", "Location: " + other.url("/x")));
      String url = server.url("/f").replace("http://", "http://me:s%65cret@");
      assertThatThrownBy(() -> fetch(Artifact.at("kernel", Source.parse(url))))
          .hasMessageContaining("HTTP 404")
          .hasMessageNotContaining("s%65cret");
      assertThat(server.requests().getFirst().header("authorization"))
          .isEqualTo("Basic bWU6c2VjcmV0");
      assertThat(other.requests().getFirst().header("authorization")).isNull();
    }
  }

  @Test
  void too_much_is_refused_before_and_while_it_arrives() throws Exception {
    settings = settings(0, Duration.ofSeconds(30), 1000, ProxySettings.NONE);
    server.plays(
        file(CONTENT, TAG),
        (_, out) -> {
          head(out, "200 OK");
          out.write(CONTENT);
        });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> fetch(unknown()))
          .hasMessageContaining("longer than 1,000 bytes")
          .hasMessageContaining("downloads.max-size");
    }
  }

  @Test
  void a_file_that_has_no_room_is_refused_beforehand() throws Exception {
    settings = settings(5, Duration.ofSeconds(30), 1L << 50, ProxySettings.NONE);
    server.plays((_, out) -> {
      head(out, "200 OK", "Content-Length: " + (1L << 49));
      // A server that hung up at once would be asked again: the client has to be the first.
      for (int i = 0; i < 10_000; i++) {
        out.write(CONTENT);
      }
    });
    assertThatThrownBy(() -> fetch(unknown())).hasMessageContaining("too little room");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void two_imports_do_not_write_the_same_file() throws Exception {
    server.plays(file(CONTENT, TAG));
    try (Downloader first = downloader(ImportProgress.NONE)) {
      first.fetch(known(CONTENT));
      assertThatThrownBy(() -> fetch(known(CONTENT)))
          .hasMessageContaining("another import is fetching this");
    }
    assertThat(fetch(known(CONTENT))).isEqualTo(CONTENT);
  }

  @Test
  void what_nobody_continues_is_deleted_in_the_end() throws Exception {
    server.plays(file(CONTENT, TAG));
    fetch(known(CONTENT));
    Path stray = Files.writeString(directory.resolve("notes.txt"), "not ours");
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(NOW.minus(Duration.ofDays(8))));
      }
    }
    downloader(ImportProgress.NONE).close();
    assertThat(directory).isDirectoryContaining(stray::equals);
    assertThat(Files.list(directory)).containsExactly(stray);
  }

  @Test
  void a_proxy_is_asked_for_what_is_not_excepted() throws Exception {
    try (ScriptedServer proxy = new ScriptedServer().plays(file(CONTENT, TAG))) {
      Optional<String> url = Optional.of("http://127.0.0.1:" + proxy.port());
      settings =
          settings(
              0,
              Duration.ofSeconds(30),
              1L << 30,
              new ProxySettings(url, Optional.empty(), List.of("127.0.0.0/8")));
      Artifact far = Artifact.at("kernel", Source.parse("http://images.invalid/kernel"));
      assertThat(fetch(far)).isEqualTo(CONTENT);
      assertThat(proxy.requests().getFirst().target()).isEqualTo("http://images.invalid/kernel");
      server.plays(file(OTHER, TAG));
      assertThat(fetch(unknown())).isEqualTo(OTHER);
    }
  }

  @Test
  void a_proxy_is_told_the_name_and_password_of_its_url() throws Exception {
    try (ScriptedServer proxy = new ScriptedServer().plays(file(CONTENT, TAG))) {
      Optional<String> url = Optional.of("http://me:secret@127.0.0.1:" + proxy.port());
      settings =
          settings(
              0,
              Duration.ofSeconds(30),
              1L << 30,
              new ProxySettings(url, Optional.empty(), List.of()));
      fetch(Artifact.at("kernel", Source.parse("http://images.invalid/kernel")));
      assertThat(proxy.requests().getFirst().header("proxy-authorization"))
          .isEqualTo("Basic bWU6c2VjcmV0");
    }
  }

  @ParameterizedTest
  @CsvSource({"401, name and password, 0", "403, no way, 0", "502, does not reach, 1"})
  void a_proxy_that_makes_no_tunnel_is_told_from_the_server(int status, String reason, int pause)
      throws Exception {
    Line refusal = status(status + " No");
    try (ScriptedServer proxy = new ScriptedServer().plays(refusal, refusal)) {
      Optional<String> url = Optional.of("http://127.0.0.1:" + proxy.port());
      settings =
          settings(
              1,
              Duration.ofSeconds(30),
              1L << 30,
              new ProxySettings(Optional.empty(), url, List.of()));
      Artifact far = Artifact.at("kernel", Source.parse("https://images.invalid/kernel"));
      assertThatThrownBy(() -> fetch(far))
          .isInstanceOf(DownloadException.class)
          .hasMessageContainingAll("HTTP " + status, "the proxy", reason);
      assertThat(proxy.requests().getFirst().method()).isEqualTo("CONNECT");
      assertThat(pauses).hasSize(pause);
    }
  }

  @Test
  void a_small_file_is_read_into_memory_and_bounded() throws Exception {
    server.plays(status("503 x"), file(new byte[] {1, 2, 3}, TAG), file(CONTENT, TAG));
    Source source = Source.parse(server.url("/stream.json"));
    try (Downloader downloader = downloader(ImportProgress.NONE)) {
      assertThat(downloader.read(source, 3)).containsExactly(1, 2, 3);
      assertThatThrownBy(() -> downloader.read(source, 3))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("longer than 3 bytes");
      server.plays(status("404 x"));
      assertThatThrownBy(() -> downloader.read(source, 3)).hasMessageStartingWith("no such file: ");
    }
  }
}
