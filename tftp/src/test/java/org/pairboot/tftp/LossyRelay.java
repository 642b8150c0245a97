package org.pairboot.tftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Random;

/**
 * Passes packets on between one client and a server, but not all of them. The client sees as many
 * ports as the server has: one for requests, and another one for a transfer from a port of its own.
 */
final class LossyRelay implements AutoCloseable {
  private final Random random = new Random(17);
  private final InetSocketAddress server;
  private final int lossPercent;
  private final Selector selector = Selector.open();
  private final DatagramChannel requests = open();
  private final DatagramChannel transfer = open();
  private final DatagramChannel upstream = open();
  private final Thread thread = Thread.ofPlatform().start(this::run);
  private SocketAddress client;
  private SocketAddress transferPort;
  private volatile int packets;

  LossyRelay(InetSocketAddress server, int lossPercent) throws IOException {
    this.server = server;
    this.lossPercent = lossPercent;
  }

  private DatagramChannel open() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    return channel;
  }

  /** Where the client sends its request to. */
  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) requests.getLocalAddress();
  }

  /** How many packets both sides have sent so far. */
  int packets() {
    return packets;
  }

  private void run() {
    ByteBuffer packet = ByteBuffer.allocate(2048);
    try {
      while (selector.isOpen()) {
        selector.select(key -> {
          try {
            passOn((DatagramChannel) key.channel(), packet);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
      }
    } catch (IOException | UncheckedIOException | ClosedSelectorException e) {
      // The test is over.
    }
  }

  private void passOn(DatagramChannel from, ByteBuffer packet) throws IOException {
    SocketAddress sender = from.receive(packet.clear());
    if (sender == null) {
      return;
    }
    packets++;
    boolean lost = random.nextInt(100) < lossPercent;
    packet.flip();
    if (from == upstream) {
      boolean own = !sender.equals(server);
      transferPort = own ? sender : transferPort;
      if (!lost) {
        (own ? transfer : requests).send(packet, client);
      }
      return;
    }
    client = sender;
    if (!lost) {
      upstream.send(packet, from == transfer ? transferPort : server);
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    requests.close();
    transfer.close();
    upstream.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
