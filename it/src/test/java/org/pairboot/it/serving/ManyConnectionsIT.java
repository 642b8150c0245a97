package org.pairboot.it.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.Tools;

/** Thousands of idle clients, and slow ones. */
class ManyConnectionsIT {
  private static final int IDLE = 5_000;

  /** More than the socket buffers of one connection hold. */
  private static final int SIZE = 40_000_000;

  /** Longer than a loaded machine keeps a client from running. */
  private static final int IDLE_TIMEOUT_SECONDS = 3;

  @RegisterExtension
  static final ServedPart SERVED =
      new ServedPart(SIZE, "http.idle-timeout=" + IDLE_TIMEOUT_SECONDS + "s");

  @BeforeAll
  static void needTools() {
    Tools.need("curl:curl");
  }

  @Test
  void servesBesideThousandsOfIdleConnections() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE; i++) {
        idle.add(connectedFrom("127.0.1." + (1 + i / 500)));
      }
      assertThat(fetched()).isEqualTo(SERVED.file().sha256());
      for (Socket each : idle) {
        assertThat(statusOf(each)).isEqualTo("HTTP/1.1 200 OK");
      }
      assertThat(fetched()).isEqualTo(SERVED.file().sha256());
    } finally {
      for (Socket each : idle) {
        each.close();
      }
    }
    assertThat(SERVED.server().isAlive()).isTrue();
    assertThat(SERVED.server().log()).doesNotContain(" ERROR ");
  }

  /** A connection that received an answer and stays open. */
  private static Socket connectedFrom(String address) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVED.server().httpPort()));
    socket.setSoTimeout(20_000);
    assertThat(statusOf(socket)).isEqualTo("HTTP/1.1 200 OK");
    return socket;
  }

  private static String statusOf(Socket socket) throws IOException {
    byte[] request = "HEAD /boot.ipxe HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
    socket.getOutputStream().write(request);
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = socket.getInputStream().read();
      assertThat(read).as("closed after '%s'", head).isNotNegative();
      head.append((char) read);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  /** It takes longer than the idle timeout to make room for more than a few bytes. */
  @Test
  void keepsASlowClientThatMakesProgress() throws IOException {
    byte[] request = "GET /images/demo/1/part.img HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(65_536);
      slow.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVED.server().httpPort()));
      slow.setSoTimeout(20_000);
      slow.getOutputStream().write(request);
      InputStream in = slow.getInputStream();
      long received = 0;
      for (int tenth = 0; tenth < 30 * IDLE_TIMEOUT_SECONDS; tenth++) {
        received += in.readNBytes(10_000).length;
        LockSupport.parkNanos(100_000_000);
      }
      received += in.transferTo(OutputStream.nullOutputStream());
      assertThat(received).isGreaterThan(SIZE);
    }
  }

  private static String fetched() {
    Path target = SERVED.path("fetched");
    curl("--output", target.toString()).succeeded();
    return SeededFile.sha256(target);
  }

  private static Command.Result curl(String... options) {
    List<String> line = new ArrayList<>(List.of("curl", "-sS", "--fail"));
    line.addAll(List.of(options));
    line.add(SERVED.url("part.img"));
    return Command.run(line);
  }
}
