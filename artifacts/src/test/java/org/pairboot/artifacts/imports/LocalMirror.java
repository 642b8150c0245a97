package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Serves a directory by HTTP, with listing pages, as the mirrors of distributions do. */
final class LocalMirror implements AutoCloseable {
  private final Path directory;
  private final HttpServer server;

  LocalMirror(Path directory) throws IOException {
    this.directory = directory;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * @param path starts with a slash, or is empty
   */
  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
      Path index = file.resolve("index.html");
      if (Files.isRegularFile(file)) {
        send(exchange, Files.readAllBytes(file));
      } else if (Files.exists(index)) {
        send(exchange, Files.readAllBytes(index));
      } else if (Files.isDirectory(file)) {
        send(exchange, listing(file).getBytes(UTF_8));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String listing(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file)) {
      return files
          .map(each -> each.getFileName() + (Files.isDirectory(each) ? "/" : ""))
          .sorted()
          .map(name -> "<a href=\"%s\">%s</a> 2025-11-01 10:30 -".formatted(name, name))
          .collect(
              Collectors.joining("\n", "<h1>Index of /pub/9.1/x</h1><a href=\"../\">../</a>", ""));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
