package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** nginx with its own settings and files. */
final class Nginx {
  private static final String SETTINGS =
      """
      daemon off;
      user root;
      worker_processes 1;
      pid %1$s/pid;
      events { worker_connections 256; }
      http {
        log_format own '%2$s';
        access_log %1$s/access.log own;
        client_body_temp_path %1$s/tmp-body;
        proxy_temp_path %1$s/tmp-proxy;
        fastcgi_temp_path %1$s/tmp-fastcgi;
        uwsgi_temp_path %1$s/tmp-uwsgi;
        scgi_temp_path %1$s/tmp-scgi;
      %3$s
      }
      """;

  private Nginx() {}

  /**
   * Starts it.
   *
   * @param directory for all its files
   * @param logFormat the format of a line in {@link #requests}
   * @param http the content of the http block in its settings
   */
  static Daemon start(Path directory, String logFormat, String http, BooleanSupplier ready)
      throws IOException {
    Files.createDirectories(directory);
    Path settings = directory.resolve("nginx.conf");
    Files.writeString(settings, SETTINGS.formatted(directory, logFormat, http.indent(2)));
    List<String> line =
        List.of(
            "nginx", "-e", directory.resolve("error.log").toString(), "-c", settings.toString());
    return Daemon.start(line, ready, directory.resolve("output"));
  }

  /** The log so far, with one line for each completed request. */
  static List<String> requests(Path directory) {
    try {
      return Files.readAllLines(directory.resolve("access.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
