package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;

/**
 * The bound channels of one address for one event loop.
 *
 * @param local where requests arrive
 * @param mtu of the address' interface, in bytes
 * @param pool the channels that transfers answer from; empty when that is {@code requests}
 */
record ChannelSet(
    InetSocketAddress local, int mtu, DatagramChannel requests, List<DatagramChannel> pool) {

  void close() {
    closeQuietly(requests);
    pool.forEach(ChannelSet::closeQuietly);
  }

  static void closeQuietly(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was sent on it.
    }
  }
}
