package org.pairboot.artifacts.fetch.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A server for one read with windows (RFC 7440), as a model in virtual time: after an
 * acknowledgement it sends the window that follows, and after a silence the window once more. The
 * link to the client loses, doubles and delays packets.
 */
final class LossyTftpServer {
  private static final long SILENCE = 1000;
  private static final long DEADLINE = 10_000_000;

  private final byte[] content;
  private final int blksize;
  private final int windowsize;
  private final Random random;
  private final int lossPercent;

  private final PriorityQueue<Arrival> link =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::time));
  private long now;
  private long packets;
  private boolean begun;
  private boolean agreed;
  private int acknowledged;
  private long serverHeard;
  private long clientHeard;

  LossyTftpServer(byte[] content, int blksize, int windowsize, Random random, int lossPercent) {
    this.content = content;
    this.blksize = blksize;
    this.windowsize = windowsize;
    this.random = random;
    this.lossPercent = lossPercent;
  }

  private record Arrival(long time, boolean atClient, byte[] packet) {}

  /** Runs until {@code read} is done, and returns how many packets both sides sent. */
  long serve(TftpRead read) throws IOException {
    transmit(false, read.request());
    while (!read.isDone()) {
      Arrival next = link.peek();
      long timer = Math.min(begun ? serverHeard + SILENCE : Long.MAX_VALUE, clientHeard + SILENCE);
      if (next != null && next.time() <= timer) {
        link.remove();
        now = next.time();
        if (next.atClient()) {
          long before = read.blocks();
          Optional<byte[]> answer = read.on(ByteBuffer.wrap(next.packet()));
          if (read.blocks() > before || answer.isPresent()) {
            clientHeard = now;
          }
          answer.ifPresent(packet -> transmit(false, packet));
        } else {
          receive(ByteBuffer.wrap(next.packet()));
        }
      } else {
        now = timer;
        if (now > DEADLINE) {
          throw new IllegalStateException("the transfer does not end");
        }
        if (begun && serverHeard + SILENCE == timer) {
          serverHeard = now;
          sendWindow();
        } else {
          clientHeard = now;
          transmit(false, read.again());
        }
      }
    }
    return packets;
  }

  private void receive(ByteBuffer packet) {
    if (packet.getShort(0) == 1) {
      begun = true;
      serverHeard = now;
      sendWindow();
      return;
    }
    int number = packet.getShort(2);
    // Of one block at a time, a repeated acknowledgement may be a copy (RFC 1123 section 4.2.3.1).
    if (number > acknowledged || !agreed || number == acknowledged && windowsize > 1) {
      acknowledged = number;
      agreed = true;
      serverHeard = now;
      sendWindow();
    }
  }

  private void sendWindow() {
    if (!agreed) {
      String options =
          "blksize\0%d\0windowsize\0%d\0tsize\0%d\0".formatted(blksize, windowsize, content.length);
      transmit(true, ("\0\6" + options).getBytes(UTF_8));
      return;
    }
    int last = content.length / blksize + 1;
    for (int n = acknowledged + 1; n <= Math.min(last, acknowledged + windowsize); n++) {
      int from = (n - 1) * blksize;
      byte[] block = Arrays.copyOfRange(content, from, Math.min(content.length, from + blksize));
      transmit(
          true,
          ByteBuffer.allocate(4 + block.length)
              .putShort((short) 3)
              .putShort((short) n)
              .put(block)
              .array());
    }
  }

  private void transmit(boolean toClient, byte[] packet) {
    packets++;
    int copies = random.nextInt(100) < lossPercent ? 0 : random.nextInt(100) < 3 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long delay = 10 + (random.nextInt(100) < 5 ? random.nextInt(300) : 0);
      link.add(new Arrival(now + delay, toClient, packet));
    }
  }
}
