package org.pairboot.appliance.aot;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Fetches small files from this machine, using as few classes as possible. */
final class TrainingClient {
  static final byte DATA = 3;
  static final byte ERROR = 5;
  static final byte OACK = 6;

  /** An ERROR packet with code 8: option negotiation failed (RFC 2347). */
  private static final byte[] REFUSAL = {0, 5, 0, 8, 0};

  private static final int TIMEOUT_MILLIS = 20_000;

  private TrainingClient() {}

  /**
   * Reads a file without options; with options, ends the transfer after the OACK.
   *
   * @param options as encoded in the request
   * @param answer the expected opcode of all answers
   */
  static void readByTftp(int port, String name, String options, byte answer) throws IOException {
    byte[] request = ascii("\0\1" + name + "\0octet\0" + options);
    DatagramPacket packet = new DatagramPacket(new byte[516], 516);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.send(
          new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), port));
      do {
        socket.receive(packet);
        if (packet.getData()[1] != answer) {
          throw new IOException("unexpected opcode " + packet.getData()[1] + " for " + name);
        }
        if (answer != ERROR) {
          byte[] reply = answer == OACK ? REFUSAL : acknowledgement(packet.getData());
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } while (answer == DATA && packet.getLength() == packet.getData().length);
    }
  }

  private static byte[] acknowledgement(byte[] data) {
    return new byte[] {0, 4, data[2], data[3]};
  }

  static void getByHttp(int port, String name) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(ascii("GET " + name + " HTTP/1.0\r\n\r\n"));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.contains(" 200 ")) {
        throw new IOException("unexpected response for " + name);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
