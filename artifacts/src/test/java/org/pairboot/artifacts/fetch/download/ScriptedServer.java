package org.pairboot.artifacts.fetch.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server that answers each request, one per connection, as its script says, which may be
 * wrong in ways that no real server offers. The last line of the script is repeated.
 */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile List<Line> script = List.of();

  /**
   * @param headers keyed by their names in lower case
   */
  record Request(String method, String target, Map<String, String> headers) {
    String header(String name) {
      return headers.get(name);
    }

    /** The start of the requested range; 0 without one. */
    int rangeStart() {
      String range = headers.getOrDefault("range", "bytes=0-");
      return Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }
  }

  /** The answer to one request; afterwards the connection is closed. */
  @FunctionalInterface
  interface Line {
    void play(Request request, OutputStream out) throws IOException;
  }

  ScriptedServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::serve);
  }

  ScriptedServer plays(Line... lines) {
    script = List.of(lines);
    return this;
  }

  List<Request> requests() {
    return new ArrayList<>(requests);
  }

  String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Writes a head: the status line, then {@code headers}. */
  static void head(OutputStream out, String status, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  static Line status(String status, String... headers) {
    return (_, out) -> {
      String[] all = Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = "Content-Length: 0";
      head(out, status, all);
    };
  }

  /** The file, or the requested range of it if {@code If-Range} allows. */
  static Line file(byte[] content, String etag) {
    return (request, out) -> part(content, etag, request, out, content.length);
  }

  /**
   * As {@link #file}, but the connection breaks before byte {@code end}; not before {@code
   * arrivals} has seen all bytes up to there, because a client may lose bytes that it has not
   * passed on yet.
   */
  static Line cutFile(byte[] content, String etag, int end, Arrivals arrivals) {
    return (request, out) -> {
      part(content, etag, request, out, end);
      out.flush();
      arrivals.await(end);
    };
  }

  /** The whole file, whatever range is requested. */
  static Line withoutRanges(byte[] content) {
    return (_, out) -> {
      head(out, "200 OK", "Content-Length: " + content.length);
      out.write(content);
    };
  }

  private static void part(byte[] content, String etag, Request request, OutputStream out, int end)
      throws IOException {
    String condition = request.header("if-range");
    boolean current = condition == null || condition.equals(etag);
    int start = current ? request.rangeStart() : 0;
    if (start >= content.length) {
      head(out, "416 Range Not Satisfiable", "Content-Range: bytes */" + content.length);
      return;
    }
    String tag = etag == null ? "X-None: 0" : "ETag: " + etag;
    String length = "Content-Length: " + (content.length - start);
    if (start > 0) {
      String range =
          "Content-Range: bytes " + start + "-" + (content.length - 1) + "/" + content.length;
      head(out, "206 Partial Content", tag, length, range);
    } else {
      head(out, "200 OK", tag, length);
    }
    out.write(content, start, Math.max(0, Math.min(content.length, end) - start));
  }

  private void serve() {
    try {
      while (true) {
        try (Socket connection = socket.accept()) {
          Request request = read(connection);
          int number = requests.size();
          requests.add(request);
          OutputStream out = connection.getOutputStream();
          script.get(Math.min(number, script.size() - 1)).play(request, out);
          out.flush();
        } catch (SocketException e) {
          if (socket.isClosed()) {
            return;
          }
          // The client closed the connection.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Request read(Socket connection) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = reader.readLine();
    if (first == null) {
      throw new SocketException("closed without a request");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String[] words = first.split(" ");
    return new Request(words[0], words[1], headers);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
