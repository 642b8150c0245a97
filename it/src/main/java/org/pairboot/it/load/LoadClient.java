package org.pairboot.it.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.pairboot.it.load.ReadPlan.GapReply;

/**
 * One client that behaves like firmware: it repeats its last packet after a long silence, answers
 * gaps as its plan says, and compares every byte with the file. It never blocks. Times are those of
 * {@link System#nanoTime}.
 */
final class LoadClient {
  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int DATA = 3;
  private static final int ACK = 4;
  private static final int OACK = 6;
  private static final int HEADER = 4;
  private static final int DEFAULT_BLKSIZE = 512;

  /** Firmware waits for seconds: EDK2 4 s, U-Boot 5 s, iPXE less at first. */
  private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  /** How long a lingering client repeats its last ACK when the last block comes again. */
  private static final long LINGER = Duration.ofSeconds(3).toNanos();

  private static final int MAX_TIMEOUTS_IN_A_ROW = 30;

  private final int number;
  private final ReadPlan plan;
  private final MemorySegment expected;
  private final ClientSocket socket;
  private final LossyLink link;
  private final long startAt;
  private final boolean lingers;

  private int blksize = DEFAULT_BLKSIZE;
  private int windowsize = 1;
  private int peerPort;
  private boolean started;
  private boolean answered;
  private long block;
  private long lastAcked;
  private long gapAckedAt = -1;
  private long deadline;
  private int timeoutsInARow;
  private boolean lingered;
  private long firstDataAt;
  private long endedAt;
  private String failure = "";

  private long received;
  private long duplicates;
  private long foreign;
  private long acks;
  private long repeatedRequests;
  private long repeatedAcks;

  LoadClient(
      int number,
      ReadPlan plan,
      MemorySegment expected,
      ClientSocket socket,
      LossyLink link,
      long startAt,
      boolean lingers) {
    this.number = number;
    this.plan = plan;
    this.expected = expected;
    this.socket = socket;
    this.link = link;
    this.startAt = startAt;
    this.lingers = lingers;
    this.deadline = startAt;
  }

  /** Starts, repeats the last packet or stops lingering when it is time; returns the next time. */
  long tick(long now) {
    if (isOver()) {
      return Long.MAX_VALUE;
    }
    if (now - deadline < 0) {
      return deadline;
    }
    if (isComplete()) {
      lingered = true;
    } else if (!started) {
      started = true;
      request(now);
    } else if (++timeoutsInARow > MAX_TIMEOUTS_IN_A_ROW) {
      failure = "the server is silent after block " + block;
    } else if (answered) {
      repeatedAcks++;
      acknowledge(now);
    } else {
      repeatedRequests++;
      request(now);
    }
    return isOver() ? Long.MAX_VALUE : deadline;
  }

  private void request(long now) {
    deadline = now + PATIENCE;
    if (link.loses()) {
      return;
    }
    String text = "\0\1" + plan.name() + "\0octet\0" + plan.options();
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    MemorySegment.copy(bytes, 0, socket.packet(), JAVA_BYTE, 0, bytes.length);
    socket.sendRequest(number, bytes.length);
  }

  private void acknowledge(long now) {
    lastAcked = block;
    deadline = now + (isComplete() ? LINGER : PATIENCE);
    acks++;
    if (link.loses()) {
      return;
    }
    MemorySegment packet = socket.packet();
    packet.set(NETWORK_SHORT, 0, (short) ACK);
    packet.set(NETWORK_SHORT, 2, (short) block);
    socket.send(number, peerPort, HEADER);
  }

  void onPacket(int port, MemorySegment bytes, long start, int length, long now) {
    if (isOver() || !started || length < HEADER || link.loses()) {
      return;
    }
    received++;
    if (!answered) {
      peerPort = port;
      answered = true;
    }
    if (port != peerPort) {
      // RFC 1350, section 4: a packet of another transfer does not disturb this one.
      foreign++;
      return;
    }
    int opcode = Short.toUnsignedInt(bytes.get(NETWORK_SHORT, start));
    switch (opcode) {
      case OACK -> onOack(bytes, start, length, now);
      case DATA -> onData(bytes, start, length - HEADER, now);
      default -> failure = "opcode " + opcode + ": " + text(bytes, start + HEADER, length - HEADER);
    }
  }

  private void onOack(MemorySegment bytes, long start, int length, long now) {
    if (block > 0) {
      return;
    }
    String[] options = text(bytes, start + 2, length - 2).split("\0");
    for (int i = 0; i + 1 < options.length; i += 2) {
      switch (options[i]) {
        case "blksize" -> blksize = Integer.parseInt(options[i + 1]);
        case "windowsize" -> windowsize = Integer.parseInt(options[i + 1]);
        case "tsize" -> requireSize(Long.parseLong(options[i + 1]));
        default -> failure = "the server acknowledges option " + options[i] + " unasked";
      }
    }
    acknowledge(now);
  }

  private void requireSize(long size) {
    if (size != expected.byteSize()) {
      failure = "tsize is " + size + " instead of " + expected.byteSize();
    }
  }

  private void onData(MemorySegment bytes, long start, int size, long now) {
    if (firstDataAt == 0) {
      firstDataAt = now;
    }
    int number16 = Short.toUnsignedInt(bytes.get(NETWORK_SHORT, start + 2));
    if (number16 != ((block + 1) & 0xFFFF) || isComplete()) {
      onUnexpectedBlock(number16, now);
      return;
    }
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
    timeoutsInARow = 0;
    deadline = now + PATIENCE;
    if (size < blksize) {
      endedAt = now;
      acknowledge(now);
    } else if (block - lastAcked >= windowsize) {
      acknowledge(now);
    }
  }

  private void onUnexpectedBlock(int number16, long now) {
    int distance = (int) ((number16 - block) & 0xFFFF);
    boolean ahead = distance > 0 && distance < 0x8000;
    if (!ahead) {
      duplicates++;
    }
    if (isComplete() || plan.gapReply() == GapReply.EVERY_BLOCK || gapAckedAt != block) {
      gapAckedAt = block;
      acknowledge(now);
    }
  }

  private static String text(MemorySegment bytes, long start, int length) {
    byte[] copy = bytes.asSlice(start, Math.max(0, length)).toArray(JAVA_BYTE);
    return new String(copy, StandardCharsets.ISO_8859_1);
  }

  /** Whether the whole file has arrived. */
  private boolean isComplete() {
    return endedAt != 0;
  }

  /** Whether this client neither sends nor receives any more. */
  boolean isOver() {
    return !failure.isEmpty() || (isComplete() && (!lingers || lingered));
  }

  LoadResult.Outcome outcome() {
    return new LoadResult.Outcome(
        socket.address(number) + " " + plan.name(),
        Math.min(expected.byteSize(), block * blksize),
        startAt,
        firstDataAt - startAt,
        endedAt - startAt,
        isComplete() && failure.isEmpty(),
        failure,
        new LoadResult.PacketCounts(
            received, duplicates, foreign, acks, repeatedRequests, repeatedAcks));
  }
}
