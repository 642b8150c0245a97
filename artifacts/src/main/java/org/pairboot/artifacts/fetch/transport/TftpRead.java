package org.pairboot.artifacts.fetch.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport.Incoming;
import org.pairboot.artifacts.fetch.transport.Transport.Receiver;

/**
 * The client's side of one TFTP read (RFC 1350) as a state machine, without sockets and clock: it
 * takes the server's packets and makes those for the server. Not thread-safe.
 */
final class TftpRead implements AutoCloseable {
  /** Fits a packet of an Ethernet, also within a tunnel or PPPoE. */
  static final int BLKSIZE = 1428;

  /** As many as the receive buffer of a socket holds by default on Linux, with room to spare. */
  static final int WINDOWSIZE = 32;

  private static final int PLAIN_BLKSIZE = 512;
  private static final int HEADER = 4;

  /** RFC 2347: a request has no more bytes. */
  private static final int MAX_REQUEST = 512;

  private static final int READ = 1;
  private static final int DATA = 3;
  private static final int ACK = 4;
  private static final int ERROR = 5;
  private static final int OACK = 6;

  private static final int NUMBERS = 1 << 16;

  /** RFC 1350, error codes. */
  private static final int NOT_FOUND = 1;

  private final byte[] request;
  private final Receiver receiver;
  private OutputStream out;
  private OptionalLong length = OptionalLong.empty();
  private int blksize = PLAIN_BLKSIZE;
  private int windowsize = 1;
  private boolean answered;
  private boolean refused;
  private boolean agreed;
  private long blocks;
  private int latest;
  private int unacknowledged;
  private boolean gapReported;
  private boolean done;

  /**
   * @param name UTF-8 on the wire; has no control characters
   * @param withOptions whether to ask for larger blocks, windows and the length
   * @param receiver begins with the first block: only then is it known that the server has the file
   */
  TftpRead(String name, boolean withOptions, Receiver receiver) throws TransferException {
    this.receiver = receiver;
    List<String> words = new ArrayList<>(List.of(name, "octet"));
    if (withOptions) {
      words.addAll(List.of("blksize", "" + BLKSIZE, "windowsize", "" + WINDOWSIZE, "tsize", "0"));
      // Not standardised; servers that know it may be set to continue with 1 after 65535.
      words.addAll(List.of("rollover", "0"));
    }
    byte[] bytes = (String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8);
    if (2 + bytes.length > MAX_REQUEST) {
      throw new TransferException(Kind.FINAL, "the name is too long for TFTP");
    }
    request = ByteBuffer.allocate(2 + bytes.length).putShort((short) READ).put(bytes).array();
  }

  /** The packet that starts the transfer, and that starts it again as long as nothing answers. */
  byte[] request() {
    return request;
  }

  /** Whether the server has answered anything, be it a refusal. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether the server has ended the transfer. */
  boolean isRefused() {
    return refused;
  }

  /** How many blocks have arrived. */
  long blocks() {
    return blocks;
  }

  /** Whether the whole file has arrived; the last packet to the server is still to be sent. */
  boolean isDone() {
    return done;
  }

  /**
   * Takes a packet of the server. One that makes no sense is ignored.
   *
   * @return the answer, if it needs one
   * @throws TransferException when the server refuses the transfer, or breaks its rules
   */
  Optional<byte[]> on(ByteBuffer packet) throws IOException {
    int opcode = packet.remaining() < HEADER ? -1 : unsigned(packet, 0);
    return switch (opcode) {
      case DATA -> data(unsigned(packet, 2), packet.position(packet.position() + HEADER));
      case OACK -> oack(text(packet, 2));
      case ERROR -> throw refusal(unsigned(packet, 2), text(packet, HEADER));
      default -> Optional.empty();
    };
  }

  /** Whether a server sends such packets in a transfer that it has begun. */
  static boolean isOfTransfer(ByteBuffer packet) {
    int opcode = packet.remaining() < HEADER ? -1 : unsigned(packet, 0);
    return opcode == DATA || opcode == OACK;
  }

  /** What to send when nothing has arrived for a while. */
  byte[] again() {
    gapReported = false;
    return blocks == 0 && !agreed ? request : acknowledge();
  }

  /** A packet that ends a transfer which the server regards as running. */
  static byte[] error(int code, String text) {
    byte[] words = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEADER + words.length + 1)
        .putShort((short) ERROR)
        .putShort((short) code)
        .put(words)
        .array();
  }

  /** Completes the file, which may be empty. */
  void finish() throws IOException {
    out().flush();
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  private Optional<byte[]> data(int number, ByteBuffer payload) throws IOException {
    answered = true;
    if (payload.remaining() > blksize) {
      throw new TransferException(
          Kind.FINAL, "TFTP: a block of more than the %d bytes agreed".formatted(blksize));
    }
    if (number == (latest + 1) % NUMBERS || isOldRollover(number)) {
      return next(number, payload);
    }
    if (number == latest && blocks > 0) {
      // The acknowledgement was lost. RFC 1123 section 4.2.3.1 keeps this from doubling packets.
      return Optional.of(acknowledge());
    }
    int ahead = Math.floorMod(number - latest, NUMBERS);
    if (ahead <= windowsize && !gapReported) {
      // RFC 7440 section 4: acknowledge what came before the gap, so that the server goes back.
      // Once, or each block of the rest of the window would make it go back again.
      gapReported = true;
      return Optional.of(acknowledge());
    }
    return Optional.empty();
  }

  /**
   * Whether the server continues with 1 after 65535. Without windows, no other packet can have this
   * number then.
   */
  private boolean isOldRollover(int number) {
    return windowsize == 1 && latest == NUMBERS - 1 && number == 1;
  }

  private Optional<byte[]> next(int number, ByteBuffer payload) throws IOException {
    int size = payload.remaining();
    blocks++;
    out().write(payload.array(), payload.arrayOffset() + payload.position(), size);
    latest = number;
    gapReported = false;
    unacknowledged++;
    done = size < blksize;
    return done || unacknowledged >= windowsize ? Optional.of(acknowledge()) : Optional.empty();
  }

  private byte[] acknowledge() {
    unacknowledged = 0;
    return ByteBuffer.allocate(HEADER).putShort((short) ACK).putShort((short) latest).array();
  }

  private Optional<byte[]> oack(String options) throws TransferException {
    answered = true;
    if (blocks > 0) {
      return Optional.empty();
    }
    List<String> words = List.of(options.split("\0"));
    for (int i = 0; i + 1 < words.size(); i += 2) {
      agree(words.get(i).toLowerCase(Locale.ROOT), words.get(i + 1));
    }
    agreed = true;
    return Optional.of(acknowledge());
  }

  private void agree(String option, String value) throws TransferException {
    long number = value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
    boolean sound =
        switch (option) {
          case "blksize" -> number >= 8 && number <= BLKSIZE;
          case "windowsize" -> number >= 1 && number <= WINDOWSIZE;
          case "tsize" -> number >= 0;
          case "rollover" -> number == 0;
          default -> false;
        };
    if (!sound) {
      throw new TransferException(
          Kind.FINAL, "TFTP: the server answered with an option nobody asked for: " + option);
    }
    switch (option) {
      case "blksize" -> blksize = (int) number;
      case "windowsize" -> windowsize = (int) number;
      case "tsize" -> length = OptionalLong.of(number);
      default -> {}
    }
  }

  private TransferException refusal(int code, String text) {
    answered = true;
    refused = true;
    String words = text.split("\0", 2)[0];
    return new TransferException(
        code == NOT_FOUND ? Kind.ABSENT : Kind.FINAL, "TFTP error " + code + ": " + words);
  }

  private OutputStream out() throws TransferException {
    if (out == null) {
      out =
          new BufferedOutputStream(
              receiver.begin(new Incoming(0, length, Optional.empty())), 1 << 16);
    }
    return out;
  }

  private static int unsigned(ByteBuffer packet, int offset) {
    return Short.toUnsignedInt(packet.getShort(packet.position() + offset));
  }

  private static String text(ByteBuffer packet, int offset) {
    return StandardCharsets.UTF_8
        .decode(packet.slice(packet.position() + offset, packet.remaining() - offset))
        .toString();
  }
}
