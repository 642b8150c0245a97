package org.pairboot.tftp.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A TFTP packet (RFC 1350, section 5; RFC 2347).
 *
 * <p>Texts hold the bytes of the packet one to one, as ISO-8859-1: firmware sends names in any
 * encoding and with stray bytes, and nothing may get lost before the name is normalised.
 */
public sealed interface Packet extends Datagram {

  /** The 16-bit operation code. */
  int opcode();

  /**
   * A request for a file.
   *
   * <pre>
   *  2 bytes     string    1 byte     string   1 byte    string   1 byte    string   1 byte
   * +--------+------------+---------+---------+---------+--------+---------+--------+---------+
   * | opcode |  filename  |    0    |  mode   |    0    |  opt1  |    0    | value1 |    0    | ...
   * +--------+------------+---------+---------+---------+--------+---------+--------+---------+
   * </pre>
   */
  sealed interface Request extends Packet {

    /** The name as it is in the packet. */
    String filename();

    /** The mode as it is in the packet, in upper or lower case. */
    String mode();

    /** The options in the order and spelling of the client. */
    List<Option> options();

    /** The bytes of the name before its NUL. */
    default byte[] filenameBytes() {
      return filename().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** A read request: the client asks for a file. */
  record Rrq(String filename, String mode, List<Option> options) implements Request {
    public Rrq {
      options = List.copyOf(options);
    }

    @Override
    public int opcode() {
      return Opcode.RRQ;
    }
  }

  /** A write request: the client offers a file, which this server never accepts. */
  record Wrq(String filename, String mode, List<Option> options) implements Request {
    public Wrq {
      options = List.copyOf(options);
    }

    @Override
    public int opcode() {
      return Opcode.WRQ;
    }
  }

  /**
   * One block of the file. A payload shorter than the block size ends the transfer.
   *
   * <pre>
   *  2 bytes   2 bytes    n bytes
   * +--------+---------+----------+
   * |   03   | block # |   data   |
   * +--------+---------+----------+
   * </pre>
   *
   * @param block the block number modulo 65536
   * @param payload the bytes of the block
   */
  record Data(int block, ByteBuffer payload) implements Packet {
    public Data {
      requireUnsigned16(block);
      payload = payload.slice().asReadOnlyBuffer();
    }

    @Override
    public int opcode() {
      return Opcode.DATA;
    }
  }

  /**
   * Acknowledges all blocks up to {@code block} (RFC 7440: cumulative).
   *
   * <pre>
   *  2 bytes   2 bytes
   * +--------+---------+
   * |   04   | block # |
   * +--------+---------+
   * </pre>
   *
   * @param block the block number modulo 65536
   */
  record Ack(int block) implements Packet {
    public Ack {
      requireUnsigned16(block);
    }

    @Override
    public int opcode() {
      return Opcode.ACK;
    }
  }

  /**
   * Ends or refuses a transfer. Never answered, never retransmitted.
   *
   * <pre>
   *  2 bytes    2 bytes    string   1 byte
   * +--------+-----------+--------+--------+
   * |   05   | ErrorCode | ErrMsg |   0    |
   * +--------+-----------+--------+--------+
   * </pre>
   *
   * @param code see {@link ErrorCode}; any 16-bit value may come in
   */
  record Error(int code, String message) implements Packet {
    public Error {
      requireUnsigned16(code);
    }

    @Override
    public int opcode() {
      return Opcode.ERROR;
    }
  }

  /**
   * Lists the options that the server has accepted (RFC 2347).
   *
   * <pre>
   *  2 bytes   string   1 byte    string   1 byte
   * +--------+--------+---------+--------+---------+
   * |   06   |  opt1  |    0    | value1 |    0    | ...
   * +--------+--------+---------+--------+---------+
   * </pre>
   */
  record Oack(List<Option> options) implements Packet {
    public Oack {
      options = List.copyOf(options);
    }

    @Override
    public int opcode() {
      return Opcode.OACK;
    }
  }

  private static void requireUnsigned16(int value) {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException("not a 16-bit number: " + value);
    }
  }

  /** The operation codes of RFC 1350 and RFC 2347. */
  final class Opcode {
    public static final int RRQ = 1;
    public static final int WRQ = 2;
    public static final int DATA = 3;
    public static final int ACK = 4;
    public static final int ERROR = 5;
    public static final int OACK = 6;

    private Opcode() {}

    /** Whether {@code opcode} requests a transfer. */
    public static boolean isRequest(int opcode) {
      return opcode == RRQ || opcode == WRQ;
    }
  }

  /** The modes of RFC 1350, section 1. */
  enum Mode {
    /** Text with CR LF line ends. */
    NETASCII,
    /** Unconverted bytes. */
    OCTET,
    /** Obsolete since 1992: a file sent to a user. */
    MAIL;

    /** The mode with the name {@code text}, ignoring case. */
    public static Optional<Mode> parse(String text) {
      return Arrays.stream(values()).filter(mode -> mode.name().equalsIgnoreCase(text)).findFirst();
    }
  }

  /**
   * One option of a request or an OACK (RFC 2347).
   *
   * @param name as spelled by the client; names are compared ignoring case
   * @param value as spelled by the client; may be empty, as in iPXE's {@code multicast}
   */
  record Option(String name, String value) {

    /** Whether this is the option {@code other}, ignoring case. */
    public boolean isNamed(String other) {
      return name.equalsIgnoreCase(other);
    }

    /** {@code name=value}, as events and logs show it. */
    @Override
    public String toString() {
      return name + "=" + value;
    }
  }

  /** The error codes of RFC 1350 (appendix I) and RFC 2347 that this server sends or evaluates. */
  final class ErrorCode {
    /** See the message. Also how GRUB, iPXE and PXELINUX end a transfer that they have finished. */
    public static final int NOT_DEFINED = 0;

    public static final int FILE_NOT_FOUND = 1;
    public static final int ACCESS_VIOLATION = 2;
    public static final int ILLEGAL_OPERATION = 4;
    public static final int UNKNOWN_TRANSFER_ID = 5;

    /** RFC 2347: the client rejects the OACK. EDK2 ends its size probe with it. */
    public static final int OPTION_NEGOTIATION = 8;

    private ErrorCode() {}
  }
}
