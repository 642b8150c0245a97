package org.pairboot.it.firmware.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One packet of UDP or TCP in IPv4 in Ethernet.
 *
 * @param payload as much of it as was captured
 * @param length of the payload on the wire
 */
record Frame(boolean udp, Endpoint source, Endpoint target, ByteBuffer payload, int length) {
  private static final int ETHERNET_HEADER = 14;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int UDP = 17;
  private static final int TCP = 6;
  private static final int IPV4_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int TCP_HEADER = 20;

  /** An address of IPv4 and a port. */
  record Endpoint(int address, int port) {
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

  /** Empty for what is something else, and for all fragments but the first. */
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
    // Ethernet pads short packets, so the captured bytes may be more than there are.
    int end = Math.min(ip.limit(), Math.max(start, total));
    return Optional.of(
        new Frame(
            protocol == UDP,
            new Endpoint(ip.getInt(12), Short.toUnsignedInt(ip.getShort(header))),
            new Endpoint(ip.getInt(16), Short.toUnsignedInt(ip.getShort(header + 2))),
            ip.slice(start, end - start),
            Math.max(0, total - header - inner)));
  }

  /** The captured payload as text. */
  String text() {
    return StandardCharsets.ISO_8859_1.decode(payload.duplicate()).toString();
  }
}
