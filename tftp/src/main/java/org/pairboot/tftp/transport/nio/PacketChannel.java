package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** What a port needs of a {@code DatagramChannel}. */
interface PacketChannel {

  /** Receives one packet, or returns null when there is none. */
  SocketAddress receive(ByteBuffer target) throws IOException;

  /** Sends one packet and returns its size, or 0 when it has to wait. */
  int send(ByteBuffer packet, InetSocketAddress peer) throws IOException;

  /** Whether the link shall call when sending is possible again. */
  void wantWritable(boolean wanted);

  void close();
}
