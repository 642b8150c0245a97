package org.pairboot.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that shows the bytes on the wire. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** A small receive buffer soon makes the sender wait. */
  RawClient(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** The head as it was on the wire, and a body of its Content-Length. */
  record Response(String statusLine, List<String> headers, byte[] body) {
    int status() {
      return Integer.parseInt(statusLine.split(" ")[1]);
    }

    /** The value after {@code name: }, case-sensitive as in GRUB. */
    Optional<String> header(String name) {
      return headers.stream()
          .filter(line -> line.startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst();
    }

    String text() {
      return new String(body, ISO_8859_1);
    }
  }

  RawClient send(String... lines) throws IOException {
    return sendRaw(String.join("\r\n", lines) + "\r\n\r\n");
  }

  RawClient sendRaw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return this;
  }

  Response ask(String... lines) throws IOException {
    send(lines);
    return readResponse(lines[0].startsWith("HEAD "));
  }

  Response readResponse(boolean head) throws IOException {
    String statusLine = readLine();
    List<String> headers = readHeaders();
    Response response = new Response(statusLine, headers, new byte[0]);
    if (head || response.status() == 304) {
      return response;
    }
    assertThat(response.header("Content-Length")).as(statusLine + headers).isPresent();
    int length = Integer.parseInt(response.header("Content-Length").orElseThrow());
    return new Response(statusLine, headers, readBytes(length));
  }

  List<String> readHeaders() throws IOException {
    List<String> headers = new ArrayList<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      headers.add(line);
    }
    return headers;
  }

  byte[] readBytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  /** Reads a line, which must end with CR and LF. */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("after '" + line + "'");
      }
      line.write(b);
    }
    String text = line.toString(ISO_8859_1);
    assertThat(text).endsWith("\r");
    return text.substring(0, text.length() - 1);
  }

  /** Whether the server has closed the connection without sending more. */
  boolean atEnd() throws IOException {
    return in.read() < 0;
  }

  /** Closes with a reset instead of an orderly end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
