package org.pairboot.it.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx that serves the files of a directory, at 4 MiB per second. */
public final class WebServer implements AutoCloseable {
  private static final String LOG_FORMAT = "$uri $status $http_range";
  private static final String HTTP =
      """
      limit_rate 4m;
      server {
        listen 127.0.0.1:%1$d%3$s;
        root %2$s;
      }
      """;
  private static final String TLS = " ssl;\n    ssl_certificate %s;\n    ssl_certificate_key %s";

  private final Daemon daemon;
  private final Path directory;
  private final String base;

  private WebServer(Daemon daemon, Path directory, String base) {
    this.daemon = daemon;
    this.directory = directory;
    this.base = base;
  }

  /**
   * Starts a server for HTTP.
   *
   * @param own a directory for the server's files
   */
  public static WebServer http(Path files, Path own) {
    return start(files, own, Optional.empty());
  }

  /** Starts a server for HTTPS. */
  public static WebServer https(Path files, Path own, Certificates certificates) {
    return start(files, own, Optional.of(certificates));
  }

  private static WebServer start(Path files, Path own, Optional<Certificates> certificates) {
    try {
      int port = Daemon.freePort();
      String tls = certificates.map(c -> TLS.formatted(c.certificate(), c.key())).orElse("");
      return new WebServer(
          Nginx.start(
              own, LOG_FORMAT, HTTP.formatted(port, files, tls), () -> Daemon.isListening(port)),
          own,
          (certificates.isPresent() ? "https" : "http") + "://127.0.0.1:" + port + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of a file. */
  public String url(String name) {
    return base + name;
  }

  /** The completed requests as {@code /NAME STATUS RANGE}, once this line is among them. */
  public List<String> requestsWith(String line) {
    return await("'" + line + "' in the log of " + directory)
        .atMost(Daemon.LIMIT)
        .until(this::requests, lines -> lines.contains(line));
  }

  /** The completed requests so far, as {@code /NAME STATUS RANGE}. */
  public List<String> requests() {
    return Nginx.requests(directory);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
