package org.pairboot.tftp.transfer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.transfer.Transfer.Output;

/**
 * A link that loses, duplicates and reorders packets, with a {@link ClientModel} at its other end.
 * Everything happens in virtual time and depends on the seed only.
 */
final class LossyLink implements Output {
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final long SECOND = 1000 * MILLISECOND;
  private static final int OACK = -1;
  private static final int REQUEST = -2;

  /**
   * @param oack whether options are negotiated
   * @param loss probability of losing a packet, in both directions
   * @param duplication probability of a packet arriving twice
   * @param reordering probability of a packet being overtaken by later ones
   * @param badFrom the first block from which the link is bad; it is good before
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
      long badFrom,
      Firmware firmware) {
    /** A better link, with smaller windows. */
    Setup with(int largestWindow, double share) {
      return new Setup(
          seed,
          length,
          blksize,
          Math.min(windowsize, largestWindow),
          oack,
          loss * share,
          duplication * share,
          reordering * share,
          delay,
          rollover,
          badFrom,
          firmware);
    }
  }

  /** The delay of packets. */
  enum Delay {
    /** One millisecond. */
    CONSTANT,
    /** Half a millisecond to five. */
    UNIFORM,
    /** Mostly about a millisecond, rarely hundreds. */
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

  record Result(
      byte[] received,
      Outcome outcome,
      long packetsSent,
      long packetsResent,
      long progresses,
      long repeats,
      long expiries,
      Duration duration) {}

  /**
   * A packet in transit.
   *
   * @param number the 16-bit block number, {@link #OACK} or {@link #REQUEST}
   */
  private record Packet(long arrival, long order, boolean toClient, int number, byte[] payload) {}

  private final Setup setup;
  private final byte[] content;
  private final Blocks blocks;
  private final Random random;
  private final Transfer transfer;
  private final ClientModel client;
  private final PriorityQueue<Packet> underWay =
      new PriorityQueue<>(
          Comparator.comparingLong(Packet::arrival).thenComparingLong(Packet::order));
  private long now;

  /** When the client repeats its request, because it got no answer. */
  private long requestDeadline = 3 * SECOND;

  private long order;
  private long packetsSent;
  private long progresses;
  private long repeats;
  private long expiries;

  private LossyLink(Setup setup, Allowance allowance) {
    this.setup = setup;
    this.content = content(setup);
    this.blocks = new Blocks(setup.length(), setup.blksize());
    this.random = new Random(setup.seed() ^ 0x5EED);
    this.client = setup.firmware().client(setup, new Uplink());
    // Losses of 20 % each way may hit the first packets several times; that bound has its own test.
    RetransmitPolicy policy =
        new RetransmitPolicy(SECOND, SECOND / 50, 8 * SECOND, 600 * SECOND, 1000);
    this.transfer =
        new Transfer(
            new Transfer.Terms(
                blocks.last(), setup.windowsize(), setup.rollover(), setup.oack(), false),
            policy,
            allowance,
            this,
            now);
  }

  static Result run(Setup setup) {
    return run(setup, RecordedTransfer.FREE);
  }

  /**
   * @param allowance what the packets of the client allow
   */
  static Result run(Setup setup, Allowance allowance) {
    return new LossyLink(setup, allowance).run();
  }

  static byte[] content(Setup setup) {
    byte[] content = new byte[(int) setup.length()];
    new Random(setup.seed()).nextBytes(content);
    return content;
  }

  private Result run() {
    transfer.start(now);
    while (!transfer.hasEnded()) {
      long next = Math.min(Math.min(transfer.deadline(), client.deadline()), requestDeadline);
      if (!underWay.isEmpty() && underWay.peek().arrival() <= next) {
        deliver(underWay.poll());
      } else if (next == requestDeadline) {
        now = requestDeadline;
        requestDeadline += 3 * SECOND;
        send(false, REQUEST, new byte[0]);
      } else if (client.deadline() < transfer.deadline()) {
        now = client.deadline();
        client.onTimer();
      } else {
        now = transfer.deadline();
        expiries++;
        transfer.onTimer(now);
      }
    }
    return new Result(
        client.received(),
        transfer.outcome(),
        packetsSent,
        transfer.packetsResent(),
        progresses,
        repeats,
        expiries,
        Duration.ofNanos(now));
  }

  private void deliver(Packet packet) {
    now = packet.arrival();
    if (packet.toClient()) {
      requestDeadline = ClientModel.NEVER;
      if (packet.number() == OACK) {
        client.onOack();
      } else {
        client.onData(packet.number(), packet.payload());
      }
    } else if (packet.number() == REQUEST) {
      transfer.onDuplicateRequest(now);
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
    boolean bad = transfer.acknowledged() >= setup.badFrom();
    int copies = bad && random.nextDouble() < setup.duplication() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (!bad || random.nextDouble() >= setup.loss()) {
        boolean late = bad && random.nextDouble() < setup.reordering();
        Delay usual = bad ? setup.delay() : Delay.CONSTANT;
        long delay = usual.draw(random) + (late ? random.nextLong(5 * MILLISECOND) : 0);
        underWay.add(new Packet(now + delay, order++, toClient, number, payload));
      }
    }
  }

  /** The connection of the client over this link. */
  private final class Uplink implements ClientModel.Wire {
    @Override
    public void acknowledge(int number) {
      send(false, number, new byte[0]);
    }

    @Override
    public long now() {
      return now;
    }
  }
}
