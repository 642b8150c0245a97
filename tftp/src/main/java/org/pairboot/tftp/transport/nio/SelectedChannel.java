package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/** A channel registered with its link's selector. */
record SelectedChannel(DatagramChannel channel, SelectionKey key) implements PacketChannel {
  @Override
  public SocketAddress receive(ByteBuffer target) throws IOException {
    return channel.receive(target);
  }

  @Override
  public int send(ByteBuffer packet, InetSocketAddress peer) throws IOException {
    return channel.send(packet, peer);
  }

  @Override
  public void wantWritable(boolean wanted) {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_READ | (wanted ? SelectionKey.OP_WRITE : 0));
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Datagrams leave at once or never: there is nothing that a failing close could lose.
    }
  }
}
