package org.pairboot.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.LossyLink;

/** Many clients that read at the same time, all in the thread that calls. */
public final class ReadRun {
  private static final Duration TICK = Duration.ofMillis(50);

  /** One client with much to read must not keep the others waiting. */
  private static final int PACKETS_IN_A_ROW = 64;

  private static final int LARGEST_PACKET = 65536;

  private final InetSocketAddress server;
  private final LossyLink link;
  private final ReadTally tally = new ReadTally();
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(LARGEST_PACKET);

  /**
   * @param loss the probability of losing a packet, in either direction
   */
  public ReadRun(InetSocketAddress server, long seed, double loss) {
    this.server = server;
    this.link = new LossyLink(seed, loss);
  }

  /**
   * Reads everything in {@code plans} at once and returns when all clients have ended.
   *
   * @throws UncheckedIOException when this machine has too few sockets for so many
   */
  public ReadResult read(List<ReadPlan> plans) {
    long start = System.nanoTime();
    try (Selector selector = Selector.open()) {
      try {
        for (ReadPlan plan : plans) {
          Client client = new Client(plan, server, link, tally);
          clients.add(client);
          client.channel().register(selector, SelectionKey.OP_READ, client);
          client.start(System.nanoTime());
        }
        long end = run(selector, start);
        return ReadResult.of(clients, tally, link, Duration.ofNanos(end - start));
      } finally {
        for (Client client : clients) {
          client.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When the last file was complete; the clients' lingering is no part of the reading. */
  private long run(Selector selector, long start) throws IOException {
    long nextTick = start;
    long end = 0;
    boolean over = false;
    while (!over) {
      selector.select(this::receive, TICK.toMillis());
      long now = System.nanoTime();
      if (now - nextTick >= 0) {
        nextTick = now + TICK.toNanos();
        over = true;
        boolean complete = true;
        for (Client client : clients) {
          client.onTime(now);
          over &= client.isOver();
          complete &= client.isComplete() || client.isOver();
        }
        end = complete && end == 0 ? now : end;
      }
    }
    return end;
  }

  private void receive(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      for (int i = 0; i < PACKETS_IN_A_ROW; i++) {
        packet.clear();
        InetSocketAddress sender = (InetSocketAddress) client.channel().receive(packet);
        if (sender == null) {
          return;
        }
        client.onPacket(sender, packet.flip(), System.nanoTime());
      }
    } catch (ClosedChannelException e) {
      // Its lingering is over; a key that was selected before says no more.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
