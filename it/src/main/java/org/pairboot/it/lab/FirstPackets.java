package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The first packet of a client and the first packet of the server, as they were on the wire.
 *
 * @param request each byte as one ISO-8859-1 character
 * @param answer the same
 */
public record FirstPackets(String request, String answer) {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int LIMIT_MILLIS = 20_000;

  /** An ERROR packet that ends the transfer. */
  private static final byte[] ERROR = {0, 5, 0, 0, 'e', 'n', 'o', 'u', 'g', 'h', 0};

  /**
   * Runs a client against a port that forwards its request and nothing else.
   *
   * @param command the client; {@code PORT} is replaced by the port
   */
  public static FirstPackets between(List<String> command, PairbootServer server) {
    try (DatagramSocket front = socket();
        DatagramSocket back = socket()) {
      String port = String.valueOf(front.getLocalPort());
      Process client =
          new ProcessBuilder(command.stream().map(word -> word.replace("PORT", port)).toList())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        DatagramPacket request = receive(front);
        send(back, bytes(request), new InetSocketAddress(LOOPBACK, server.tftpPort()));
        DatagramPacket answer = receive(back);
        send(back, ERROR, (InetSocketAddress) answer.getSocketAddress());
        return new FirstPackets(text(request), text(answer));
      } finally {
        client.destroyForcibly().onExit().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
    socket.receive(packet);
    return packet;
  }

  private static void send(DatagramSocket socket, byte[] bytes, InetSocketAddress target)
      throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, target));
  }

  private static byte[] bytes(DatagramPacket packet) {
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static String text(DatagramPacket packet) {
    return new String(bytes(packet), StandardCharsets.ISO_8859_1);
  }
}
