package org.pairboot.it.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * nginx as a cache in front of a server, configured as its manual suggests: {@code proxy_cache} in
 * slices of 1 MiB, which obeys the cache headers of each response. It listens on a Unix socket.
 */
public final class CachingProxy implements AutoCloseable {
  private static final String LOG_FORMAT = "$upstream_cache_status $request_method $status $uri";
  private static final String HTTP =
      """
      proxy_cache_path %1$s/cache keys_zone=images:1m max_size=1g;
      server {
        listen unix:%1$s/socket;
        location / {
          slice 1m;
          proxy_cache images;
          proxy_cache_key $uri$slice_range;
          proxy_set_header Range $slice_range;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_pass http://127.0.0.1:%2$d;
        }
      }
      """;

  private final Daemon daemon;
  private final Path directory;

  private CachingProxy(Daemon daemon, Path directory) {
    this.daemon = daemon;
    this.directory = directory;
  }

  /** Starts it with an empty cache in an empty directory. */
  public static CachingProxy before(PairbootServer server, Path directory) {
    try {
      String http = HTTP.formatted(directory, server.httpPort());
      Path socket = directory.resolve("socket");
      return new CachingProxy(
          Nginx.start(directory, LOG_FORMAT, http, () -> Files.exists(socket)), directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fetches a name with curl; returns its output.
   *
   * @param name without a leading slash
   */
  public Command.Result curl(String name, String... options) {
    List<String> line = new ArrayList<>(List.of("curl", "-sS", "--fail", "--unix-socket"));
    line.add(directory.resolve("socket").toString());
    line.addAll(List.of(options));
    line.add("http://cache/" + name);
    return Command.run(line);
  }

  /** The requests so far as {@code HIT GET 200 /NAME}, once there are as many as expected. */
  public List<String> requests(int expected) {
    return await()
        .atMost(Daemon.LIMIT)
        .until(() -> Nginx.requests(directory), lines -> lines.size() >= expected);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
