package org.pairboot.it.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.pairboot.it.lab.LossyLink;

/**
 * One client as firmware is: it repeats its last packet after a long silence, says once for each
 * gap what it has (RFC 7440), and compares each byte with what it should be.
 */
final class LoadClient {
  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int ACK = 4;
  private static final int DATA = 3;
  private static final int OACK = 6;
  private static final int HEADER = 4;
  private static final int DEFAULT_BLKSIZE = 512;

  private final int number;
  private final LoadPlan plan;
  private final MemorySegment expected;
  private final ClientSocket socket;
  private final LossyLink link;
  private final long startAt;

  private int blksize = DEFAULT_BLKSIZE;
  private int windowsize = 1;
  private int peerPort;
  private boolean started;
  private boolean answered;
  private boolean gapTold;
  private long block;
  private long lastAcked;
  private long heardAt;
  private long firstDataAt;
  private long endedAt;
  private long duplicates;
  private String failure;

  LoadClient(
      int number,
      LoadPlan plan,
      MemorySegment expected,
      ClientSocket socket,
      LossyLink link,
      long startAt) {
    this.number = number;
    this.plan = plan;
    this.expected = expected;
    this.socket = socket;
    this.link = link;
    this.startAt = startAt;
  }

  /** Starts, or repeats the last packet, when it is time; returns when to call again. */
  long tick(long now) {
    if (hasEnded()) {
      return Long.MAX_VALUE;
    }
    long due = started ? heardAt + plan.patience().toNanos() : startAt;
    if (now < due) {
      return due;
    }
    heardAt = now;
    started = true;
    if (answered) {
      acknowledge();
    } else {
      request();
    }
    return now + plan.patience().toNanos();
  }

  private void request() {
    String text = "\0\1" + plan.name() + "\0octet\0" + plan.options();
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    MemorySegment.copy(bytes, 0, socket.packet(), JAVA_BYTE, 0, bytes.length);
    socket.sendRequest(number, bytes.length);
  }

  private void acknowledge() {
    lastAcked = block;
    if (link.loses()) {
      return;
    }
    MemorySegment packet = socket.packet();
    packet.set(NETWORK_SHORT, 0, (short) ACK);
    packet.set(NETWORK_SHORT, 2, (short) block);
    socket.send(number, peerPort, HEADER);
  }

  void onPacket(int port, MemorySegment bytes, long start, int length, long now) {
    if (hasEnded() || !started || length < HEADER || link.loses()) {
      return;
    }
    int opcode = Short.toUnsignedInt(bytes.get(NETWORK_SHORT, start));
    if (!answered) {
      peerPort = port;
      answered = true;
      if (opcode != OACK) {
        firstDataAt = now;
      }
    }
    if (port != peerPort) {
      return;
    }
    heardAt = now;
    switch (opcode) {
      case OACK -> onOack(bytes, start, length);
      case DATA -> onData(bytes, start, length - HEADER, now);
      default -> failure = "opcode " + opcode + ": " + text(bytes, start + HEADER, length - HEADER);
    }
  }

  private void onOack(MemorySegment bytes, long start, int length) {
    if (block > 0) {
      return;
    }
    String[] options = text(bytes, start + 2, length - 2).split("\0");
    for (int i = 0; i + 1 < options.length; i += 2) {
      switch (options[i]) {
        case "blksize" -> blksize = Integer.parseInt(options[i + 1]);
        case "windowsize" -> windowsize = Integer.parseInt(options[i + 1]);
        default -> failure = "option " + options[i] + " was not asked for";
      }
    }
    acknowledge();
  }

  private void onData(MemorySegment bytes, long start, int size, long now) {
    if (firstDataAt == 0) {
      firstDataAt = now;
    }
    int number16 = Short.toUnsignedInt(bytes.get(NETWORK_SHORT, start + 2));
    if (number16 != ((block + 1) & 0xFFFF)) {
      onOutOfOrder(number16);
      return;
    }
    gapTold = false;
    long position = block * blksize;
    long left = expected.byteSize() - position;
    if (size != Math.min(left, blksize)
        || MemorySegment.mismatch(
                bytes, start + HEADER, start + HEADER + size, expected, position, position + size)
            != -1) {
      failure = "block " + (block + 1) + " differs from the file";
      return;
    }
    block++;
    if (size < blksize) {
      acknowledge();
      endedAt = now;
    } else if (block - lastAcked >= windowsize) {
      acknowledge();
    }
  }

  private void onOutOfOrder(int number16) {
    boolean ahead = ((number16 - block) & 0xFFFF) < 0x8000;
    if (!ahead || windowsize == 1) {
      duplicates++;
    }
    if (windowsize == 1 || (ahead && !gapTold)) {
      gapTold = true;
      acknowledge();
    }
  }

  private static String text(MemorySegment bytes, long start, int length) {
    byte[] copy = bytes.asSlice(start, Math.max(0, length)).toArray(JAVA_BYTE);
    return new String(copy, StandardCharsets.ISO_8859_1);
  }

  boolean hasEnded() {
    return endedAt != 0 || failure != null;
  }

  LoadOutcome outcome() {
    return new LoadOutcome(
        bytes(),
        startAt,
        firstDataAt - startAt,
        endedAt - startAt,
        duplicates,
        endedAt != 0,
        failure == null ? "" : failure);
  }

  private long bytes() {
    return Math.min(expected.byteSize(), block * blksize);
  }
}
