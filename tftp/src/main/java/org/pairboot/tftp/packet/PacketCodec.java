package org.pairboot.tftp.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.tftp.packet.Datagram.Malformed;
import org.pairboot.tftp.packet.Packet.Opcode;
import org.pairboot.tftp.packet.Packet.Option;

/**
 * Decodes and encodes packets.
 *
 * <p>Decoding is total: any bytes give a packet or a reason, never an exception. It accepts what
 * firmware really sends: a missing last NUL, a missing value, ACKs with a fifth byte (Windows),
 * ERRORs without a text (curl). All buffers are big-endian, as ByteBuffers are by default.
 */
public final class PacketCodec {
  /**
   * The longest request that is decoded. RFC 2347 allows 512 bytes; longer ones occur in practice,
   * but none that exceeds one Ethernet frame.
   */
  public static final int MAX_REQUEST = 1468;

  /** The bytes of opcode and block number, before the bytes of a block. */
  public static final int HEADER = 4;

  private PacketCodec() {}

  /** The opcode of {@code datagram}, or -1 if it is too short for one. */
  public static int opcode(ByteBuffer datagram) {
    return datagram.remaining() < 2
        ? -1
        : Short.toUnsignedInt(datagram.getShort(datagram.position()));
  }

  /** Whether {@code datagram} is an ACK, of four bytes or more. */
  public static boolean isAck(ByteBuffer datagram) {
    return datagram.remaining() >= HEADER && opcode(datagram) == Opcode.ACK;
  }

  /** The block number of an ACK or DATA of at least {@link #HEADER} bytes: 0 to 65535. */
  public static int block(ByteBuffer datagram) {
    return Short.toUnsignedInt(datagram.getShort(datagram.position() + 2));
  }

  /**
   * Writes the header of a DATA packet.
   *
   * @param number of the block on the wire, 0 to 65535
   */
  public static void putDataHeader(ByteBuffer target, int number) {
    target.putShort((short) Opcode.DATA).putShort((short) number);
  }

  /** Decodes the remaining bytes of {@code datagram}, without changing its position. */
  public static Datagram decode(ByteBuffer datagram) {
    ByteBuffer bytes = datagram.slice();
    int opcode = opcode(bytes);
    if (opcode < 0) {
      return new Malformed(opcode, "shorter than an opcode");
    }
    bytes.position(2);
    return switch (opcode) {
      case Opcode.RRQ, Opcode.WRQ -> decodeRequest(opcode, bytes);
      case Opcode.DATA, Opcode.ACK, Opcode.ERROR -> decodeNumbered(opcode, bytes);
      case Opcode.OACK -> new Packet.Oack(decodeOptions(bytes));
      default -> new Malformed(opcode, "unknown opcode " + opcode);
    };
  }

  private static Datagram decodeRequest(int opcode, ByteBuffer bytes) {
    if (bytes.limit() > MAX_REQUEST) {
      return new Malformed(opcode, "request is longer than " + MAX_REQUEST + " bytes");
    }
    String filename = takeText(bytes);
    if (!bytes.hasRemaining()) {
      return new Malformed(opcode, "request without a mode");
    }
    String mode = takeText(bytes);
    List<Option> options = decodeOptions(bytes);
    return opcode == Opcode.RRQ
        ? new Packet.Rrq(filename, mode, options)
        : new Packet.Wrq(filename, mode, options);
  }

  private static Datagram decodeNumbered(int opcode, ByteBuffer bytes) {
    if (bytes.remaining() < 2) {
      return new Malformed(opcode, "shorter than " + HEADER + " bytes");
    }
    int number = Short.toUnsignedInt(bytes.getShort());
    return switch (opcode) {
      case Opcode.DATA -> new Packet.Data(number, bytes);
      case Opcode.ACK -> new Packet.Ack(number);
      default -> new Packet.Error(number, takeText(bytes));
    };
  }

  /**
   * Names and values alternate strictly, because values may be empty. A pair without a name is
   * padding; a last name without a value gets an empty one.
   */
  private static List<Option> decodeOptions(ByteBuffer bytes) {
    List<Option> options = new ArrayList<>();
    while (bytes.hasRemaining()) {
      String name = takeText(bytes);
      String value = takeText(bytes);
      if (!name.isEmpty()) {
        options.add(new Option(name, value));
      }
    }
    return options;
  }

  /** The text up to the next NUL, which is skipped, or up to the end. */
  private static String takeText(ByteBuffer bytes) {
    int start = bytes.position();
    int end = start;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    bytes.get(text);
    if (bytes.hasRemaining()) {
      bytes.get();
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** The bytes of {@code packet} in a new direct buffer, ready to be sent. */
  public static ByteBuffer encode(Packet packet) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(sizeOf(packet)).putShort((short) packet.opcode());
    switch (packet) {
      case Packet.Request request -> {
        putText(bytes, request.filename());
        putText(bytes, request.mode());
        putOptions(bytes, request.options());
      }
      case Packet.Data data -> bytes.putShort((short) data.block()).put(data.payload().duplicate());
      case Packet.Ack ack -> bytes.putShort((short) ack.block());
      case Packet.Error error -> putText(bytes.putShort((short) error.code()), error.message());
      case Packet.Oack oack -> putOptions(bytes, oack.options());
    }
    return bytes.flip();
  }

  private static int sizeOf(Packet packet) {
    return switch (packet) {
      case Packet.Request request ->
          2 + sizeOf(request.filename()) + sizeOf(request.mode()) + sizeOf(request.options());
      case Packet.Data data -> HEADER + data.payload().remaining();
      case Packet.Ack ack -> HEADER;
      case Packet.Error error -> HEADER + sizeOf(error.message());
      case Packet.Oack oack -> 2 + sizeOf(oack.options());
    };
  }

  private static int sizeOf(List<Option> options) {
    return options.stream()
        .mapToInt(option -> sizeOf(option.name()) + sizeOf(option.value()))
        .sum();
  }

  private static int sizeOf(String text) {
    return text.length() + 1;
  }

  private static void putOptions(ByteBuffer bytes, List<Option> options) {
    for (Option option : options) {
      putText(bytes, option.name());
      putText(bytes, option.value());
    }
  }

  private static void putText(ByteBuffer bytes, String text) {
    bytes.put(text.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
  }
}
