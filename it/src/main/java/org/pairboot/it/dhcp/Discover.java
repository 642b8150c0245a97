package org.pairboot.it.dhcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Encodes a DHCPDISCOVER (RFC 2131, options of RFC 2132 and RFC 4578). */
final class Discover {
  private static final int MAGIC = 0x63825363;
  private static final byte BOOTREQUEST = 1;
  private static final byte ETHERNET = 1;
  private static final byte MAC_LENGTH = 6;
  private static final short BROADCAST = (short) 0x8000;
  private static final int FIXED_LENGTH = 236;
  private static final int LARGEST = 548;

  private Discover() {}

  /**
   * A request for an answer by broadcast.
   *
   * @param transaction identifies the answer; also part of the MAC address
   */
  static byte[] encode(BootClient firmware, int transaction) {
    ByteBuffer packet = ByteBuffer.allocate(LARGEST);
    packet.put(BOOTREQUEST).put(ETHERNET).put(MAC_LENGTH).put((byte) 0);
    packet.putInt(transaction).putShort((short) 0).putShort(BROADCAST);
    packet.position(28);
    packet.put(new byte[] {0x52, 0x54, 0}).put((byte) 1).putShort((short) transaction);
    packet.position(FIXED_LENGTH);
    packet.putInt(MAGIC);
    option(packet, 53, (byte) 1);
    option(packet, 55, (byte) 1, (byte) 3, (byte) 43, (byte) 60, (byte) 66, (byte) 67);
    firmware.vendorClass().ifPresent(words -> option(packet, 60, ascii(words)));
    firmware
        .architecture()
        .ifPresent(number -> option(packet, 93, (byte) (number >> 8), number.byteValue()));
    firmware.userClass().ifPresent(words -> option(packet, 77, ascii(words)));
    if (firmware.ipxeOptions()) {
      // What iPXE of 2019 sends first: its priority, 0.
      option(packet, 175, (byte) 1, (byte) 1, (byte) 0);
    }
    packet.put((byte) 255);
    byte[] bytes = new byte[Math.max(packet.position(), 300)];
    packet.flip().get(bytes, 0, packet.limit());
    return bytes;
  }

  private static void option(ByteBuffer packet, int code, byte... value) {
    packet.put((byte) code).put((byte) value.length).put(value);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
