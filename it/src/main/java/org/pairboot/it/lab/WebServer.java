package org.pairboot.it.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx, which serves the files of a directory, at 4 MiB a second. */
public final class WebServer implements AutoCloseable {
  private static final String SETTINGS =
      """
      daemon off;
      user root;
      worker_processes 1;
      pid %1$s/pid;
      events { worker_connections 64; }
      http {
        log_format ranges '$uri $status $http_range';
        access_log %1$s/access.log ranges;
        client_body_temp_path %1$s/tmp-body;
        proxy_temp_path %1$s/tmp-proxy;
        fastcgi_temp_path %1$s/tmp-fastcgi;
        uwsgi_temp_path %1$s/tmp-uwsgi;
        scgi_temp_path %1$s/tmp-scgi;
        limit_rate 4m;
        server {
          listen 127.0.0.1:%2$d%4$s;
          root %3$s;
        }
      }
      """;
  private static final String TLS = " ssl;\n    ssl_certificate %s;\n    ssl_certificate_key %s";

  private final Daemon daemon;
  private final Path log;
  private final String base;

  private WebServer(Daemon daemon, Path log, String base) {
    this.daemon = daemon;
    this.log = log;
    this.base = base;
  }

  /**
   * Starts one for HTTP.
   *
   * @param own a directory for the server itself
   */
  public static WebServer http(Path files, Path own) {
    return start(files, own, Optional.empty());
  }

  /** Starts one for HTTPS. */
  public static WebServer https(Path files, Path own, Certificates certificates) {
    return start(files, own, Optional.of(certificates));
  }

  private static WebServer start(Path files, Path own, Optional<Certificates> certificates) {
    try {
      Files.createDirectories(own);
      int port = Daemon.freePort();
      String tls = certificates.map(c -> TLS.formatted(c.certificate(), c.key())).orElse("");
      Path settings =
          Files.writeString(own.resolve("nginx.conf"), SETTINGS.formatted(own, port, files, tls));
      List<String> line =
          List.of("nginx", "-e", own.resolve("error.log").toString(), "-c", settings.toString());
      return new WebServer(
          Daemon.start(line, port, own.resolve("output")),
          own.resolve("access.log"),
          (certificates.isPresent() ? "https" : "http") + "://127.0.0.1:" + port + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of a file. */
  public String url(String name) {
    return base + name;
  }

  /** What has been asked for, as {@code /NAME STATUS RANGE}, once there is this line in it. */
  public List<String> requestsWith(String line) {
    await("'" + line + "' in " + log)
        .atMost(Daemon.LIMIT)
        .until(() -> Files.readAllLines(log).contains(line));
    return requests();
  }

  /** What has been asked for and was answered to its end, as {@code /NAME STATUS RANGE}. */
  public List<String> requests() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    daemon.close();
  }
}
