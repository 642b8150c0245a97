package org.pairboot.it.dhcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a DHCP server offers to a machine that boots.
 *
 * @param file the boot file as firmware reads it: option 67, or else the header field
 * @param server the next server; {@code 0.0.0.0} for none
 * @param vendorClass option 60; empty if absent
 */
record Offer(String file, String server, String vendorClass) {
  private static final int SERVER_AT = 20;
  private static final int FILE_AT = 108;
  private static final int FILE_LENGTH = 128;
  private static final int OPTIONS_AT = 240;
  private static final int PAD = 0;
  private static final int END = 255;

  /** Decodes a DHCPOFFER, which must be longer than the fixed part. */
  static Offer decode(ByteBuffer packet) throws UnknownHostException {
    byte[] server = new byte[4];
    packet.get(SERVER_AT, server);
    byte[] file = new byte[FILE_LENGTH];
    packet.get(FILE_AT, file);
    Map<Integer, byte[]> options = options(packet);
    return new Offer(
        text(options.getOrDefault(67, file)),
        InetAddress.getByAddress(server).getHostAddress(),
        text(options.getOrDefault(60, new byte[0])));
  }

  private static Map<Integer, byte[]> options(ByteBuffer packet) {
    Map<Integer, byte[]> options = new HashMap<>();
    packet.position(OPTIONS_AT);
    while (packet.hasRemaining()) {
      int code = packet.get() & 0xff;
      if (code == END) {
        break;
      }
      if (code != PAD) {
        byte[] value = new byte[packet.get() & 0xff];
        packet.get(value);
        options.put(code, value);
      }
    }
    return options;
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
