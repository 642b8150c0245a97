package org.pairboot.tftp.transfer;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.pairboot.tftp.event.TransferOutcome;

/**
 * A link that loses, doubles and reorders packets, and a client at its other end. Everything
 * happens in virtual time and depends on the seed alone.
 */
final class LossyLink implements TransferOutput {
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final long SECOND = 1000 * MILLISECOND;
  private static final int OACK = -1;

  /**
   * @param oack whether options are agreed on
   * @param loss probability of losing a packet, in both directions
   * @param duplication probability of a packet arriving twice
   * @param reordering probability of a packet being overtaken by later ones
   */
  record Setup(
      long seed,
      long length,
      int blksize,
      int windowsize,
      boolean oack,
      double loss,
      double duplication,
      double reordering,
      Delay delay,
      Rollover rollover,
      Manner manner) {}

  /** How long packets travel. */
  enum Delay {
    /** One millisecond. */
    CONSTANT,
    /** Half a millisecond to five. */
    UNIFORM,
    /** Mostly about a millisecond, seldom hundreds. */
    HEAVY_TAILED;

    long draw(Random random) {
      return switch (this) {
        case CONSTANT -> MILLISECOND;
        case UNIFORM -> MILLISECOND / 2 + random.nextLong(9 * MILLISECOND / 2);
        case HEAVY_TAILED ->
            (long) (MILLISECOND * Math.min(300, Math.pow(1 - random.nextDouble(), -0.8)));
      };
    }
  }

  /** How a client with windows complains of blocks that are not the next. */
  enum Manner {
    /** Once for each gap, as U-Boot does. */
    ONCE,
    /** For each such block, old or new, as EDK2 does. */
    ALWAYS
  }

  record Result(
      byte[] received,
      TransferOutcome outcome,
      long packetsSent,
      long progresses,
      long repeats,
      long expiries,
      Duration duration) {}

  /**
   * A packet on its way.
   *
   * @param number the 16-bit block number, or {@link #OACK}
   */
  private record Packet(long arrival, long order, boolean toClient, int number, byte[] payload) {}

  private final Setup setup;
  private final byte[] content;
  private final Blocks blocks;
  private final Random random;
  private final Transfer transfer;
  private final Client client;
  private final PriorityQueue<Packet> underWay =
      new PriorityQueue<>(
          Comparator.comparingLong(Packet::arrival).thenComparingLong(Packet::order));
  private long now;
  private long order;
  private long packetsSent;
  private long progresses;
  private long repeats;
  private long expiries;

  private LossyLink(Setup setup) {
    this.setup = setup;
    this.content = content(setup);
    this.blocks = new Blocks(setup.length(), setup.blksize());
    this.random = new Random(setup.seed() ^ 0x5EED);
    this.client = new Client();
    // Losses of 20 % each way may hit the first packets several times; that bound has its own test.
    RetransmitPolicy policy =
        new RetransmitPolicy(SECOND, SECOND / 50, 8 * SECOND, 600 * SECOND, 1000);
    this.transfer =
        new Transfer(
            new Transfer.Terms(
                blocks.last(), setup.windowsize(), setup.rollover(), setup.oack(), false),
            policy,
            this,
            now);
  }

  static Result run(Setup setup) {
    return new LossyLink(setup).run();
  }

  static byte[] content(Setup setup) {
    byte[] content = new byte[(int) setup.length()];
    new Random(setup.seed()).nextBytes(content);
    return content;
  }

  private Result run() {
    transfer.start(now);
    while (!transfer.hasEnded()) {
      long next = Math.min(transfer.deadline(), client.deadline);
      if (!underWay.isEmpty() && underWay.peek().arrival() <= next) {
        deliver(underWay.poll());
      } else if (client.deadline < transfer.deadline()) {
        now = client.deadline;
        client.onTimer();
      } else {
        now = transfer.deadline();
        expiries++;
        transfer.onTimer(now);
      }
    }
    return new Result(
        client.received.toByteArray(),
        transfer.outcome(),
        packetsSent,
        progresses,
        repeats,
        expiries,
        Duration.ofNanos(now));
  }

  private void deliver(Packet packet) {
    now = packet.arrival();
    if (packet.toClient()) {
      client.onPacket(packet);
    } else {
      long before = transfer.acknowledged();
      boolean proven = transfer.isProven();
      long sentBefore = packetsSent;
      transfer.onAck(packet.number(), now);
      if (transfer.acknowledged() > before || transfer.isProven() != proven) {
        progresses++;
      } else if (packetsSent > sentBefore) {
        repeats++;
      }
    }
  }

  @Override
  public void sendOack() {
    packetsSent++;
    send(true, OACK, new byte[0]);
  }

  @Override
  public void sendData(long first, int count) {
    packetsSent += count;
    for (long block = first; block < first + count; block++) {
      int from = (int) blocks.position(block);
      byte[] payload = Arrays.copyOfRange(content, from, from + blocks.size(block));
      send(true, setup.rollover().number(block), payload);
    }
  }

  private void send(boolean toClient, int number, byte[] payload) {
    int copies = random.nextDouble() < setup.duplication() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() >= setup.loss()) {
        boolean late = random.nextDouble() < setup.reordering();
        long delay = setup.delay().draw(random) + (late ? random.nextLong(5 * MILLISECOND) : 0);
        underWay.add(new Packet(now + delay, order++, toClient, number, payload));
      }
    }
  }

  /**
   * Takes blocks in order. ACKs the last of a window, the last of all, and in its manner what it
   * has at a gap; on its own timer what it has, as RFC 7440 and RFC 1350 say.
   */
  private final class Client {
    private static final long TIMEOUT = 3 * SECOND;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private long last;
    private long windowStart;
    private boolean started = !setup.oack();
    private boolean complainedOfGap;
    private boolean complete;
    private long deadline = TIMEOUT;

    void onPacket(Packet packet) {
      if (packet.number() == OACK) {
        if (last == 0) {
          started = true;
          ack();
        }
      } else if (started) {
        onData(packet);
      }
    }

    private void onData(Packet packet) {
      long next = setup.rollover().next(last, packet.number());
      long block = next - last < 0x8000 ? next : windowStart;
      if (block == last + 1 && !complete) {
        last = block;
        received.writeBytes(packet.payload());
        complainedOfGap = false;
        complete = packet.payload().length < setup.blksize();
        deadline = complete ? now + 20 * SECOND : now + TIMEOUT;
        if (complete || last - windowStart == setup.windowsize()) {
          ack();
        }
      } else if (setup.manner() == Manner.ALWAYS) {
        ack();
      } else if (block > last && !complainedOfGap) {
        complainedOfGap = true;
        ack();
      } else if (complete || block <= windowStart) {
        // An old block: the server has not seen the ACK.
        ack();
      }
    }

    private void ack() {
      windowStart = last;
      send(false, setup.rollover().number(last), new byte[0]);
    }

    void onTimer() {
      deadline = complete ? Long.MAX_VALUE : now + TIMEOUT;
      if (started && last > 0 && !complete) {
        complainedOfGap = false;
        ack();
      }
    }
  }
}
