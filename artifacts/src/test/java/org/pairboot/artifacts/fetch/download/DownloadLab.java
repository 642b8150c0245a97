package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.ScriptedServer.Line;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.fetch.transport.Transports;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.conf.DownloadSettings;
import org.pairboot.conf.DownloadSettings.SignaturePolicy;
import org.pairboot.conf.ProxySettings;

/**
 * Downloads from a {@link ScriptedServer}, without real time. Each test has its own, with a server
 * and a directory that live as long as the test.
 */
final class DownloadLab implements BeforeEachCallback, AfterEachCallback {
  static final byte[] CONTENT = Bytes.random(300_000, 11);
  static final byte[] OTHER = Bytes.random(300_000, 12);

  /** The entity tag of {@link #CONTENT}. */
  static final String TAG = "\"one\"";

  static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

  private final List<String> notices = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Arrivals arrivals = new Arrivals();
  private Path directory;
  private ScriptedServer server;
  private DownloadSettings settings;

  DownloadLab() {
    retries(5);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("download-lab");
    server = new ScriptedServer();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    server.close();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  void retries(int retries) {
    proxy(retries, ProxySettings.NONE);
  }

  void proxy(int retries, ProxySettings proxy) {
    use(retries, Duration.ofSeconds(30), 1L << 30, proxy);
  }

  void use(int retries, Duration readTimeout, long maxSize, ProxySettings proxy) {
    settings =
        new DownloadSettings(
            SignaturePolicy.IF_PRESENT,
            List.of(),
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

  /** Where files arrive. */
  Path directory() {
    return directory;
  }

  ScriptedServer server() {
    return server;
  }

  List<String> notices() {
    return notices;
  }

  List<Duration> pauses() {
    return pauses;
  }

  /** The clock that rates are measured with. */
  AtomicLong nanoTime() {
    return nanoTime;
  }

  Downloader downloader(Progress progress) throws IOException {
    return new Downloader(
        directory,
        settings,
        new Downloader.Environment(
            new Transports(settings), pauses::add, InstantSource.fixed(NOW), nanoTime::get),
        progress,
        notices::add);
  }

  /** Fetches as an import that fails afterwards. */
  byte[] fetch(Artifact artifact) throws IOException {
    try (Downloader downloader = downloader(arrivals)) {
      return Files.readAllBytes(downloader.fetch(artifact));
    }
  }

  Artifact known(byte[] content) throws InvalidSourceException {
    return new Artifact(
        "rootfs",
        Source.parse(server.url("/rootfs.img")),
        Optional.of(Sha256.of(ByteBuffer.wrap(content))),
        Optional.empty());
  }

  Artifact unknown() throws InvalidSourceException {
    return Artifact.at("rootfs", Source.parse(server.url("/rootfs.img")));
  }

  Line cut(byte[] content, String tag, int end) {
    return ScriptedServer.cutFile(content, tag, end, arrivals);
  }

  String rangeOf(int request) {
    return server.requests().get(request).header("range");
  }
}
