package org.pairboot.it.firmware.wire;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.pairboot.it.firmware.wire.Traffic.Service;

/** Passes each packet to the decoder of its protocol. */
final class FrameDecoder {
  private static final int DHCP_SERVER = 67;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Traffic traffic;
  private final TftpDecoder tftp;
  private final HttpDecoder http;
  private final int server;

  FrameDecoder(Traffic traffic, String server) {
    this.traffic = traffic;
    this.tftp = new TftpDecoder(traffic);
    this.http = new HttpDecoder(traffic);
    this.server = ByteBuffer.wrap(InetAddress.ofLiteral(server).getAddress()).getInt();
  }

  void onFrame(Frame frame) {
    if (frame.udp()) {
      onDatagram(frame);
    } else if (frame.source().port() == HTTP || frame.target().port() == HTTP) {
      http.onSegment(frame);
    } else if (frame.source().port() == HTTPS) {
      traffic.add(Service.HTTPS, frame.length());
    }
  }

  private void onDatagram(Frame frame) {
    if (frame.source().port() == DHCP_SERVER || frame.target().port() == DHCP_SERVER) {
      DhcpMessage.decode(frame).ifPresent(traffic::add);
    } else if (frame.source().address() == server) {
      tftp.onAnswer(frame);
    } else if (frame.target().address() == server) {
      tftp.onRequest(frame);
    }
  }
}
