package org.pairboot.it.load;

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
 * Read requests from addresses of the loopback network that never answer, like requests with forged
 * source addresses.
 *
 * <p>Each request has its own socket while it is sent: bound to the forged address, and connected
 * to the server's port so that it receives no answer from another port. The answers arrive at a
 * wildcard socket with the same port, which counts them; so no ICMP message tells the server that
 * the client does not exist.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by others
public final class RequestFlood implements AutoCloseable {
  private static final int PORTS = 32;
  private static final int REQUESTS_IN_A_ROW = 20;

  private final InetSocketAddress server;
  private final ByteBuffer request;
  private final Function<Random, InetAddress> origin;
  private final long nanosPerRequest;
  private final List<DatagramChannel> sinks = new ArrayList<>();
  private final Random random = new Random(1);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(65536);
  private final Thread thread;
  private volatile boolean closing;
  private volatile long requests;
  private volatile long answers;
  private volatile long answerBytes;
  private volatile IOException failure;

  /**
   * Starts to send.
   *
   * @param name of the requested file; no options, so that the answer is a whole block
   * @param origin draws the next forged address
   * @param rate requests per second, at most
   */
  public RequestFlood(
      InetSocketAddress server, String name, Function<Random, InetAddress> origin, int rate) {
    this.server = server;
    this.request =
        ByteBuffer.wrap(("\0\1" + name + "\0octet\0").getBytes(StandardCharsets.ISO_8859_1));
    this.origin = origin;
    this.nanosPerRequest = 1_000_000_000L / rate;
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
      while (!closing) {
        for (int i = 0; i < REQUESTS_IN_A_ROW; i++) {
          send(sinks.get(random.nextInt(PORTS)));
        }
        sinks.forEach(this::drain);
        due += REQUESTS_IN_A_ROW * nanosPerRequest;
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

  /** Size of all {@link #requests}, in bytes. */
  public long requestBytes() {
    return requests * request.capacity();
  }

  /** Size of all {@link #answers}, in bytes. */
  public long answerBytes() {
    return answerBytes;
  }

  /** Stops sending; the counters keep their values. */
  @Override
  public void close() throws IOException {
    closing = true;
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
