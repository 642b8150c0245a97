package org.pairboot.appliance.aot;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Fetches a file of less than 512 bytes from this machine, with as few classes as will do. */
final class TrainingClient {
  private static final int TIMEOUT_MILLIS = 20_000;

  private TrainingClient() {}

  static void readByTftp(int port, String name) throws IOException {
    byte[] request = ascii("\0\1" + name + "\0octet\0");
    DatagramPacket answer = new DatagramPacket(new byte[516], 516);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.send(
          new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), port));
      socket.receive(answer);
      byte[] acknowledgement = {0, 4, 0, 1};
      socket.send(new DatagramPacket(acknowledgement, 4, answer.getSocketAddress()));
    }
    if (answer.getData()[1] != 3) {
      throw new IOException("no DATA for " + name);
    }
  }

  static void getByHttp(int port, String name) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(ascii("GET " + name + " HTTP/1.0\r\n\r\n"));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.contains(" 200 ")) {
        throw new IOException("no 200 for " + name);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
