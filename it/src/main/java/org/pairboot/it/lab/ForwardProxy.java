package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** tinyproxy with basic authentication. */
public final class ForwardProxy implements AutoCloseable {
  private static final String SETTINGS =
      """
      Listen 127.0.0.1
      Port %d
      Allow 127.0.0.1
      MaxClients 20
      Timeout 60
      BasicAuth %s %s
      LogFile "%s"
      LogLevel Connect
      """;
  private static final Pattern REQUEST = Pattern.compile("Request \\(file descriptor.*?\\): (.*)");

  private final Daemon daemon;
  private final Path log;
  private final int port;

  private ForwardProxy(Daemon daemon, Path log, int port) {
    this.daemon = daemon;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param own a directory for its files
   */
  public static ForwardProxy start(Path own, String user, String password) {
    try {
      Files.createDirectories(own);
      int port = Daemon.freePort();
      Path log = own.resolve("log");
      Path settings =
          Files.writeString(
              own.resolve("tinyproxy.conf"), SETTINGS.formatted(port, user, password, log));
      List<String> line = List.of("tinyproxy", "-d", "-c", settings.toString());
      return new ForwardProxy(Daemon.start(line, port, own.resolve("output")), log, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, as {@code HOST:PORT}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The first line of each request so far. */
  public List<String> requests() {
    try {
      return REQUEST.matcher(Files.readString(log)).results().map(r -> r.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    daemon.close();
  }
}
