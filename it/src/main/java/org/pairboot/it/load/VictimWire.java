package org.pairboot.it.load;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what arrives at a network interface for each IPv4 address of its /16, fragments included.
 * Needs root, and a sender that leaves no segmentation to its interface.
 */
public final class VictimWire implements AutoCloseable {
  private static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERNET = 14;
  private static final int DESTINATION = ETHERNET + 16;
  private static final int ADDRESSES = 1 << 16;

  private final FrameSocket socket;
  private final AtomicLongArray packets = new AtomicLongArray(ADDRESSES);
  private final AtomicLongArray bytes = new AtomicLongArray(ADDRESSES);
  private final Thread thread;
  private volatile boolean closing;

  /** Counts from now on. */
  public VictimWire(String networkInterface) throws IOException {
    this.socket = new FrameSocket(networkInterface, ETHERTYPE_IPV4);
    this.thread = Thread.ofPlatform().daemon().name("victim-wire").start(this::run);
  }

  private void run() {
    while (!closing) {
      int count = socket.receive();
      for (int i = 0; i < count; i++) {
        count(socket.bytes().get(NETWORK_INT, socket.start(i) + DESTINATION), socket.received(i));
        socket.free(i);
      }
    }
  }

  private void count(int destination, int frame) {
    int index = destination & (ADDRESSES - 1);
    packets.addAndGet(index, 1);
    bytes.addAndGet(index, ForgedPackets.onWire(frame - ETHERNET));
  }

  /** What came so far for {@code count} addresses from {@code first} on. */
  public Arrived arrived(int first, int count) {
    long sumOfPackets = 0;
    long sumOfBytes = 0;
    for (int i = 0; i < count; i++) {
      int index = (first + i) & (ADDRESSES - 1);
      sumOfPackets += packets.get(index);
      sumOfBytes += bytes.get(index);
    }
    return new Arrived(sumOfPackets, sumOfBytes);
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }

  /** Frames, and their size on Ethernet. */
  public record Arrived(long packets, long bytes) {}
}
