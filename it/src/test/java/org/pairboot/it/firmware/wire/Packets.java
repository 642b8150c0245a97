package org.pairboot.it.firmware.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.pairboot.it.firmware.wire.Frame.TransportAddress;

/** Packets between one client and one server, as they would be captured. */
final class Packets {
  static final String SERVER_ADDRESS = "10.69.0.1";
  static final int SERVER = 0x0A450001;
  static final int CLIENT = 0x0A450064;

  private Packets() {}

  static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Frame toServer(int from, int to, byte[] payload) {
    return datagram(new TransportAddress(CLIENT, from), new TransportAddress(SERVER, to), payload);
  }

  static Frame toClient(int from, int to, byte[] payload) {
    return datagram(new TransportAddress(SERVER, from), new TransportAddress(CLIENT, to), payload);
  }

  private static Frame datagram(TransportAddress source, TransportAddress target, byte[] payload) {
    return new Frame(true, source, target, ByteBuffer.wrap(payload), payload.length);
  }

  /** A segment whose length differs from its captured part. */
  static Frame segment(boolean toServer, int clientPort, int serverPort, String text, int length) {
    TransportAddress client = new TransportAddress(CLIENT, clientPort);
    TransportAddress server = new TransportAddress(SERVER, serverPort);
    return new Frame(
        false,
        toServer ? client : server,
        toServer ? server : client,
        ByteBuffer.wrap(bytes(text)),
        length);
  }

  /** Ethernet, IPv4 and UDP around a payload. */
  static byte[] ethernet(int identification, int fragment, byte[] payload, int padding) {
    ByteBuffer packet = ByteBuffer.allocate(14 + 20 + 8 + payload.length + padding);
    packet.position(12).putShort((short) 0x0800);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) (28 + payload.length));
    packet.putShort((short) identification).putShort((short) fragment);
    packet.put((byte) 64).put((byte) 17).putShort((short) 0).putInt(CLIENT).putInt(SERVER);
    packet.putShort((short) 2070).putShort((short) 69);
    packet.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
    return packet.array();
  }
}
