package org.pairboot.it.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.pairboot.it.load.ForgedPackets;

/** TFTP packets, right ones and damaged ones. */
final class TftpPackets {
  private static final List<String> MODES =
      List.of("octet", "octet", "octet", "OCTET", "netascii", "mail", "", "octe", "\u00ffoctet");
  private static final List<String> OPTIONS =
      List.of(
          "blksize",
          "tsize",
          "timeout",
          "utimeout",
          "windowsize",
          "rollover",
          "multicast",
          "BLKSIZE",
          "",
          "x-\n",
          "blksize2",
          "\u00e9");
  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "2",
          "7",
          "8",
          "16",
          "255",
          "256",
          "512",
          "1468",
          "65464",
          "65465",
          "65535",
          "65536",
          "-1",
          "+5",
          "08",
          "0x10",
          "",
          " 8",
          "8 ",
          "9223372036854775808",
          "99999999999999999999999",
          "\u0661",
          "1e3");
  private static final List<String> NAMES =
      List.of(
          AttackFiles.NAME,
          AttackFiles.SMALL,
          "/" + AttackFiles.SMALL,
          "images/attack/latest/small.img",
          "nothing",
          "../../etc/passwd",
          "images/../images",
          "",
          "/",
          "\\\\pxelinux.0",
          "pxelinux.cfg/01-52-54-00-00-00-01",
          "grub/grub.cfg-01-52-54-00-00-00-01",
          "boot.ipxe",
          "autoexec.ipxe",
          "a\rb\nc",
          "%2e%2e/x",
          "\u202e\u2028",
          "images//attack/1/small.img");

  private final Random random;

  TftpPackets(Random random) {
    this.random = random;
  }

  /** A read request; options are names and values in turn. */
  static byte[] request(String name, Object... options) {
    StringBuilder text = new StringBuilder("\0\1").append(name).append("\0octet\0");
    for (Object option : options) {
      text.append(option).append('\0');
    }
    return text.toString().getBytes(UTF_8);
  }

  static byte[] ack(int block) {
    return ByteBuffer.allocate(4).putShort((short) 4).putShort((short) block).array();
  }

  static byte[] error(int code) {
    return ByteBuffer.allocate(7)
        .putShort((short) 5)
        .putShort((short) code)
        .put((byte) 'x')
        .array();
  }

  /** Any packet. */
  byte[] next() {
    byte[] packet = wellFormed();
    return random.nextInt(5) < 3
        ? ByteMutations.of(packet, random, ForgedPackets.LARGEST_PAYLOAD)
        : packet;
  }

  private byte[] wellFormed() {
    int kind = random.nextInt(20);
    if (kind < 10) {
      return anyRequest(1);
    }
    return switch (kind) {
      case 10, 11 -> anyRequest(2);
      case 12, 13, 14, 15 ->
          ack(random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(3));
      case 16 -> error(random.nextInt(10));
      case 17 -> opcode(6, options());
      case 18 -> opcode(3, "\0\1" + "d".repeat(random.nextInt(1400)));
      default -> opcode(random.nextInt(0x10000), options());
    };
  }

  private byte[] anyRequest(int opcode) {
    return opcode(opcode, name() + "\0" + pick(MODES) + "\0" + options());
  }

  private String name() {
    return switch (random.nextInt(12)) {
      case 0 -> "n".repeat(470 + random.nextInt(20));
      case 1 -> "missing-" + random.nextInt();
      default -> pick(NAMES);
    };
  }

  private String options() {
    StringBuilder options = new StringBuilder();
    for (int left = random.nextInt(7); left > 0; left--) {
      options.append(pick(OPTIONS)).append('\0').append(pick(VALUES)).append('\0');
    }
    return options.toString();
  }

  private static byte[] opcode(int opcode, String rest) {
    byte[] text = rest.getBytes(UTF_8);
    int length = Math.min(text.length, ForgedPackets.LARGEST_PAYLOAD - 2);
    return ByteBuffer.allocate(2 + length).putShort((short) opcode).put(text, 0, length).array();
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
