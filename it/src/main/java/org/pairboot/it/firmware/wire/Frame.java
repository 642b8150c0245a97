package org.pairboot.it.firmware.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One UDP or TCP packet over IPv4 and Ethernet.
 *
 * @param payload the captured part of it
 * @param length of the payload on the wire
 */
record Frame(
    boolean udp, TransportAddress source, TransportAddress target, ByteBuffer payload, int length) {
  private static final int ETHERNET_HEADER = 14;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int UDP = 17;
  private static final int TCP = 6;
  private static final int IPV4_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int TCP_HEADER = 20;

  /** An IPv4 address and a port. */
  record TransportAddress(int address, int port) {
    @Override
    public String toString() {
      return (address >>> 24)
          + "."
          + (address >>> 16 & 0xFF)
          + "."
          + (address >>> 8 & 0xFF)
          + "."
          + (address & 0xFF)
          + ":"
          + port;
    }
  }

  /** Empty for other packets, and for all fragments but the first. */
  static Optional<Frame> parse(ByteBuffer packet) {
    if (packet.limit() < ETHERNET_HEADER + IPV4_HEADER + UDP_HEADER
        || Short.toUnsignedInt(packet.getShort(12)) != ETHERTYPE_IPV4) {
      return Optional.empty();
    }
    ByteBuffer ip = packet.position(ETHERNET_HEADER).slice();
    int header = (ip.get(0) & 0x0F) * 4;
    int total = Short.toUnsignedInt(ip.getShort(2));
    int protocol = ip.get(9);
    boolean laterFragment = (ip.getShort(6) & 0x1FFF) != 0;
    if (laterFragment || (protocol != UDP && protocol != TCP)) {
      return Optional.empty();
    }
    if (protocol == TCP && ip.limit() < header + TCP_HEADER) {
      return Optional.empty();
    }
    int inner = protocol == UDP ? UDP_HEADER : (ip.get(header + 12) >>> 4 & 0x0F) * 4;
    int start = Math.min(ip.limit(), header + inner);
    // Ethernet pads short packets, so more bytes may be captured than the packet has.
    int end = Math.min(ip.limit(), Math.max(start, total));
    return Optional.of(
        new Frame(
            protocol == UDP,
            new TransportAddress(ip.getInt(12), Short.toUnsignedInt(ip.getShort(header))),
            new TransportAddress(ip.getInt(16), Short.toUnsignedInt(ip.getShort(header + 2))),
            ip.slice(start, end - start),
            Math.max(0, total - header - inner)));
  }

  /** The captured payload as text. */
  String text() {
    return StandardCharsets.ISO_8859_1.decode(payload.duplicate()).toString();
  }
}
