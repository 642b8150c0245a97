package org.pairboot.it.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.lab.LossyLink;

/**
 * Reads one file as firmware does and compares every byte. Never blocks; times are of {@link
 * System#nanoTime}.
 */
final class Client implements AutoCloseable {
  private static final int OPCODE_RRQ = 1;
  private static final int OPCODE_DATA = 3;
  private static final int OPCODE_ACK = 4;
  private static final int OPCODE_OACK = 6;
  private static final int HEADER = 4;

  /** As long as firmware waits: EDK2 4 s, U-Boot 5 s, iPXE less at first. */
  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

  /** After its last ACK a client answers again if that one was lost. */
  private static final long LINGER = Duration.ofSeconds(3).toNanos();

  private static final int MAX_TIMEOUTS = 30;

  private final ReadPlan plan;
  private final InetSocketAddress server;
  private final DatagramChannel channel;
  private final LossyLink link;
  private final ReadTally tally;
  private final ByteBuffer ack = ByteBuffer.allocateDirect(HEADER).putShort((short) OPCODE_ACK);

  private InetSocketAddress transfer;
  private int blksize = 512;
  private int windowsize = 1;
  private long last;
  private long windowStart;
  private long gapComplainedOf = -1;
  private int timeoutsInARow;
  private long deadline;
  private boolean complete;
  private boolean closed;
  private String failure;

  Client(ReadPlan plan, InetSocketAddress server, LossyLink link, ReadTally tally)
      throws IOException {
    this.plan = plan;
    this.server = server;
    this.link = link;
    this.tally = tally;
    this.channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(plan.from(), 0)).configureBlocking(false);
  }

  DatagramChannel channel() {
    return channel;
  }

  void start(long now) throws IOException {
    deadline = now + PATIENCE;
    request();
  }

  private void request() throws IOException {
    if (!link.loses()) {
      channel.send(ByteBuffer.wrap(encodedRequest()), server);
    }
  }

  private byte[] encodedRequest() {
    List<String> texts = new ArrayList<>(List.of(plan.file().name(), "octet"));
    texts.addAll(List.of("tsize", "0", "blksize", String.valueOf(plan.blksize())));
    if (plan.windowsize() > 1) {
      texts.addAll(List.of("windowsize", String.valueOf(plan.windowsize())));
    }
    String text = "\0" + (char) OPCODE_RRQ + String.join("\0", texts) + "\0";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A packet has arrived. */
  void onPacket(InetSocketAddress sender, ByteBuffer packet, long now) throws IOException {
    if (link.loses() || closed || failure != null) {
      return;
    }
    tally.packetsReceived++;
    if (packet.remaining() < HEADER) {
      fail("a packet of " + packet.remaining() + " bytes");
      return;
    }
    if (transfer != null && !transfer.equals(sender)) {
      // RFC 1350, section 4: a packet of another transfer does not disturb this one.
      tally.packetsOfOthers++;
      return;
    }
    transfer = sender;
    switch (packet.getShort(0)) {
      case OPCODE_OACK -> onOack(packet, now);
      case OPCODE_DATA ->
          onData(Short.toUnsignedInt(packet.getShort(2)), packet.position(HEADER), now);
      default ->
          fail("unexpected opcode " + packet.getShort(0) + ": " + text(packet.position(HEADER)));
    }
  }

  private void onOack(ByteBuffer packet, long now) throws IOException {
    if (last > 0) {
      tally.packetsNotNew++;
      return;
    }
    String[] options = text(packet.position(2)).split("\0");
    for (int i = 0; i + 1 < options.length; i += 2) {
      int value = Integer.parseInt(options[i + 1]);
      switch (options[i]) {
        case "blksize" -> blksize = value;
        case "windowsize" -> windowsize = value;
        case "tsize" -> requireSize(value);
        default -> fail("option not asked for: " + options[i]);
      }
    }
    acknowledge(now);
  }

  private void requireSize(int told) {
    if (told != plan.file().size()) {
      fail("size " + told + " instead of " + plan.file().size());
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private void onData(int number, ByteBuffer payload, long now) throws IOException {
    if (complete || number != (last + 1 & 0xFFFF)) {
      tally.packetsNotNew++;
      boolean complainsAgain = plan.manner() == Manner.EVERY_BLOCK || gapComplainedOf != last;
      if (complete || complainsAgain) {
        gapComplainedOf = last;
        acknowledge(now);
      }
      return;
    }
    long position = last * blksize;
    int size = (int) Math.min(blksize, plan.file().size() - position);
    if (payload.remaining() != size || !plan.file().matches((int) position, payload)) {
      fail("wrong bytes in block " + (last + 1));
      return;
    }
    last++;
    timeoutsInARow = 0;
    tally.bytes += size;
    complete = size < blksize;
    deadline = now + (complete ? LINGER : PATIENCE);
    if (complete || last - windowStart == windowsize) {
      acknowledge(now);
    }
  }

  private void acknowledge(long now) throws IOException {
    windowStart = last;
    deadline = now + (complete ? LINGER : PATIENCE);
    tally.acksSent++;
    if (!link.loses()) {
      channel.send(ack.putShort(2, (short) last).rewind(), transfer);
    }
  }

  /** Looks at the clock: asks or acknowledges again, gives up, or ends its lingering. */
  void onTime(long now) throws IOException {
    if (closed || now - deadline < 0) {
      return;
    }
    if (complete) {
      close();
    } else if (++timeoutsInARow > MAX_TIMEOUTS) {
      fail("the server is silent after block " + last);
    } else if (transfer == null) {
      tally.requestsRepeated++;
      deadline = now + PATIENCE;
      request();
    } else {
      tally.timeouts++;
      acknowledge(now);
    }
  }

  private void fail(String reason) {
    if (failure == null) {
      failure = plan.from().getHostAddress() + " " + plan.file().name() + ": " + reason;
    }
  }

  /** Why this client has not got its file; empty when it has, or may still get it. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  boolean isComplete() {
    return complete;
  }

  /** Whether nothing more will happen. */
  boolean isOver() {
    return closed || failure != null;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
  }
}
