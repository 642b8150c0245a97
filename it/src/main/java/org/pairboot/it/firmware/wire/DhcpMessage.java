package org.pairboot.it.firmware.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DHCP message (RFC 2131 and 2132).
 *
 * @param type such as {@code DISCOVER}
 * @param vendorClass option 60
 * @param userClass option 77
 * @param architecture option 93, or -1
 * @param bootFile option 67, or else the header's field
 */
record DhcpMessage(
    String type, String vendorClass, String userClass, int architecture, String bootFile) {
  private static final List<String> TYPES =
      List.of("?", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM");
  private static final int FILE = 108;
  private static final int FILE_LENGTH = 128;
  private static final int OPTIONS = 240;
  private static final int PAD = 0;
  private static final int END = 255;

  static Optional<DhcpMessage> decode(Frame frame) {
    ByteBuffer message = frame.payload();
    if (message.limit() <= OPTIONS) {
      return Optional.empty();
    }
    Map<Integer, byte[]> options = options(message);
    int type = options.getOrDefault(53, new byte[1])[0];
    byte[] architecture = options.getOrDefault(93, new byte[0]);
    byte[] file = new byte[FILE_LENGTH];
    message.get(FILE, file);
    return Optional.of(
        new DhcpMessage(
            type < TYPES.size() ? TYPES.get(type) : String.valueOf(type),
            text(options.get(60)),
            text(options.get(77)),
            architecture.length == 2 ? ByteBuffer.wrap(architecture).getShort() : -1,
            text(options.getOrDefault(67, file))));
  }

  private static Map<Integer, byte[]> options(ByteBuffer message) {
    Map<Integer, byte[]> options = new HashMap<>();
    int at = OPTIONS;
    while (at + 1 < message.limit() && Byte.toUnsignedInt(message.get(at)) != END) {
      int code = Byte.toUnsignedInt(message.get(at));
      if (code == PAD) {
        at++;
        continue;
      }
      int length = Byte.toUnsignedInt(message.get(at + 1));
      byte[] value = new byte[Math.min(length, message.limit() - at - 2)];
      message.get(at + 2, value);
      options.put(code, value);
      at += 2 + length;
    }
    return options;
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1).split("\0", 2)[0];
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("DHCP ").append(type);
    append(text, "class", vendorClass);
    append(text, "user", userClass);
    append(text, "arch", architecture < 0 ? "" : String.valueOf(architecture));
    append(text, "file", bootFile);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(' ').append(name).append('=').append(value);
    }
  }
}
