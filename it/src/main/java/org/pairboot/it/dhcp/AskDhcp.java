package org.pairboot.it.dhcp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a DHCPDISCOVER as each kind of firmware and prints a line for each answer: {@code NAME FILE
 * SERVER VENDOR-CLASS}, with {@code -} for empty fields. It runs in its own network namespace.
 */
public final class AskDhcp {
  private static final int SERVER_PORT = 67;
  private static final int CLIENT_PORT = 68;
  private static final int TRIES = 30;
  private static final int ANSWER_MS = 1000;

  private AskDhcp() {}

  public static void main(String[] args) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(CLIENT_PORT)) {
      socket.setBroadcast(true);
      socket.setSoTimeout(ANSWER_MS);
      int transaction = 1;
      for (BootClient firmware : everyKind()) {
        Offer offer = ask(socket, firmware, transaction++);
        System.out.printf(
            "%s %s %s %s%n",
            firmware.name(), orDash(offer.file()), offer.server(), orDash(offer.vendorClass()));
      }
    }
  }

  /** All kinds that {@code pairboot dhcp} distinguishes. */
  private static List<BootClient> everyKind() {
    List<BootClient> all = new ArrayList<>();
    for (int architecture : new int[] {0, 6, 7, 9, 10, 11}) {
      all.add(BootClient.pxe(architecture));
    }
    for (int architecture : new int[] {15, 16, 18, 19}) {
      all.add(BootClient.http(architecture));
    }
    all.add(BootClient.ipxe(0, true, true));
    all.add(BootClient.ipxe(0, false, true));
    all.add(BootClient.ipxe(7, true, false));
    all.add(BootClient.ordinary());
    return all;
  }

  /** Repeats the request until an answer arrives, as firmware does; the server may be starting. */
  private static Offer ask(DatagramSocket socket, BootClient firmware, int transaction)
      throws IOException {
    byte[] request = Discover.encode(firmware, transaction);
    InetSocketAddress all =
        new InetSocketAddress(InetAddress.getByName("255.255.255.255"), SERVER_PORT);
    DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
    for (int tries = 0; tries < TRIES; tries++) {
      socket.send(new DatagramPacket(request, request.length, all));
      try {
        do {
          socket.receive(answer);
        } while (ByteBuffer.wrap(answer.getData()).getInt(4) != transaction);
        return Offer.decode(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
      } catch (SocketTimeoutException e) {
        // Sent again, as DHCP clients do.
      }
    }
    throw new IOException("no answer for " + firmware);
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
