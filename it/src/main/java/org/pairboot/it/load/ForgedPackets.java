package org.pairboot.it.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends UDP packets over IPv4 whose sender can be anybody: whole Ethernet frames, written to the
 * network interface past the kernel's routing. Needs root.
 */
public final class ForgedPackets implements AutoCloseable {
  private static final int ETHERNET = 14;
  private static final int IP = 20;
  private static final int UDP = 8;
  private static final int HEADERS = ETHERNET + IP + UDP;
  private static final int SMALLEST_FRAME = 60;

  /** More would not fit into a frame. */
  public static final int LARGEST_PAYLOAD = 1472;

  private final FrameSocket socket;
  private final byte[] frame = new byte[FrameSocket.LARGEST_FRAME];
  private final ByteBuffer buffer = ByteBuffer.wrap(frame);
  private int queued;
  private long packets;
  private long bytes;

  /**
   * @param from the Ethernet address of the interface
   * @param to the Ethernet address of the server
   */
  public ForgedPackets(String networkInterface, byte[] from, byte[] to) throws IOException {
    this.socket = new FrameSocket(networkInterface, 0);
    buffer.put(0, to).put(6, from).putShort(12, (short) 0x0800);
  }

  /** Queues one packet; {@link #flush} sends the last ones. IPv4 addresses are in host order. */
  public void send(Flow flow, byte[] payload, int length) {
    int size = IP + UDP + length;
    buffer.put(ETHERNET, (byte) 0x45).putShort(ETHERNET + 2, (short) size);
    buffer.putInt(ETHERNET + 4, 0x4000).put(ETHERNET + 8, (byte) 64).put(ETHERNET + 9, (byte) 17);
    buffer.putShort(ETHERNET + 10, (short) 0);
    buffer.putInt(ETHERNET + 12, flow.source()).putInt(ETHERNET + 16, flow.target());
    buffer.putShort(ETHERNET + 10, (short) checksum());
    buffer.putShort(ETHERNET + IP, (short) flow.sourcePort());
    buffer.putShort(ETHERNET + IP + 2, (short) flow.targetPort());
    // RFC 768: a checksum of 0 means that there is none.
    buffer.putInt(ETHERNET + IP + 4, (UDP + length) << 16);
    System.arraycopy(payload, 0, frame, HEADERS, length);
    socket.put(queued++, frame, HEADERS + length);
    packets++;
    bytes += onWire(size);
    if (queued == FrameSocket.BATCH) {
      flush();
    }
  }

  /** The same for a whole payload. */
  public void send(Flow flow, byte[] payload) {
    send(flow, payload, payload.length);
  }

  private int checksum() {
    int sum = 0;
    for (int at = 0; at < IP; at += 2) {
      sum += Short.toUnsignedInt(buffer.getShort(ETHERNET + at));
    }
    return ~((sum & 0xFFFF) + (sum >> 16));
  }

  /** Sends what is queued. */
  public void flush() {
    socket.send(queued);
    queued = 0;
  }

  /** How many were sent or queued so far. */
  public long packets() {
    return packets;
  }

  /** Their size on Ethernet. */
  public long bytes() {
    return bytes;
  }

  /** The size of the Ethernet frame for an IPv4 packet, without its checksum. */
  static int onWire(int ipPacket) {
    return Math.max(SMALLEST_FRAME, ETHERNET + ipPacket);
  }

  @Override
  public void close() {
    socket.close();
  }

  /** Who a packet claims to be from, and whom it is for. */
  public record Flow(int source, int sourcePort, int target, int targetPort) {}
}
