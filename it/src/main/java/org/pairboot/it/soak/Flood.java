package org.pairboot.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Read requests from addresses of the loopback network that never answer, as forged ones do not.
 *
 * <p>Each request has a socket of its own for the moment of sending: bound to the address that is
 * to be forged, and connected to the port of the server, so that it takes no answer from another
 * one. What answers come arrive at a socket for all addresses with the same port, where they are
 * counted; so nobody tells the server that there is no such client.
 */
public final class Flood implements AutoCloseable {
  private static final int PORTS = 32;
  private static final int IN_A_ROW = 20;

  private final InetSocketAddress server;
  private final ByteBuffer request;
  private final Function<Random, InetAddress> origin;
  private final long nanosForEach;
  private final List<DatagramChannel> sinks = new ArrayList<>();
  private final Random random = new Random(1);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(65536);
  private final Thread thread;
  private volatile boolean ending;
  private volatile long requests;
  private volatile long answers;
  private volatile long answerBytes;
  private volatile IOException failure;

  /**
   * Starts to send.
   *
   * @param name of the file to ask for, without options: the answer is a whole block
   * @param origin draws the next address to be forged
   * @param rate requests in a second, at most
   */
  public Flood(
      InetSocketAddress server, String name, Function<Random, InetAddress> origin, int rate) {
    this.server = server;
    this.request =
        ByteBuffer.wrap(("\0\1" + name + "\0octet\0").getBytes(StandardCharsets.ISO_8859_1));
    this.origin = origin;
    this.nanosForEach = 1_000_000_000L / rate;
    try {
      for (int i = 0; i < PORTS; i++) {
        sinks.add(open(new InetSocketAddress("0.0.0.0", 0)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.thread = Thread.ofPlatform().daemon().name("flood").start(this::run);
  }

  /** Any address of 127.64.0.0/10. */
  public static InetAddress everywhere(Random random) {
    return InetAddress.ofLiteral(
        "127.%d.%d.%d"
            .formatted(64 + random.nextInt(64), random.nextInt(256), 1 + random.nextInt(254)));
  }

  /** Any address of 127.99.0.0/24. */
  public static InetAddress oneNetwork(Random random) {
    return InetAddress.ofLiteral("127.99.0." + (1 + random.nextInt(254)));
  }

  private static DatagramChannel open(InetSocketAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    channel.bind(address).configureBlocking(false);
    return channel;
  }

  private void run() {
    try {
      long due = System.nanoTime();
      while (!ending) {
        for (int i = 0; i < IN_A_ROW; i++) {
          send(sinks.get(random.nextInt(PORTS)));
        }
        sinks.forEach(this::drain);
        due += IN_A_ROW * nanosForEach;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void send(DatagramChannel sink) throws IOException {
    int port = ((InetSocketAddress) sink.getLocalAddress()).getPort();
    try (DatagramChannel forged = open(new InetSocketAddress(origin.apply(random), port))) {
      forged.connect(server).write(request.rewind());
      requests = requests + 1;
    }
  }

  private void drain(DatagramChannel sink) {
    try {
      while (sink.receive(answer.clear()) != null) {
        answers = answers + 1;
        answerBytes = answerBytes + answer.position();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests sent so far. */
  public long requests() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return requests;
  }

  /** Answers to the forged addresses so far. */
  public long answers() {
    return answers;
  }

  /** Bytes in {@link #requests}. */
  public long requestBytes() {
    return requests * request.capacity();
  }

  /** Bytes in {@link #answers}. */
  public long answerBytes() {
    return answerBytes;
  }

  /** Sends no more. What has been counted stays. */
  @Override
  public void close() throws IOException {
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (DatagramChannel sink : sinks) {
      sink.close();
    }
  }
}
