package org.pairboot.tftp.transport.linux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.Port;

/**
 * A socket seen from one of our addresses.
 *
 * @param arrival its local half is that address, and the interface that packets to it come in by
 */
record LinuxPort(
    FlowSocket socket, AddressPair arrival, InetSocketAddress local, LinuxLink.Resources resources)
    implements Port {

  /**
   * The MTU of the interface that packets come in by, which is most likely where they go out: an
   * address that is served for a whole network may well be one of the loopback interface.
   */
  @Override
  public int mtu() {
    return resources.mtus().applyAsInt(arrival.interfaceIndex);
  }

  @Override
  public boolean takesRequests() {
    return socket.takesRequests();
  }

  @Override
  public boolean carriesTransfers() {
    return socket.carriesTransfers();
  }

  @Override
  public void reply(InetSocketAddress peer, ByteBuffer packet) {
    socket.reply(pairWith(peer), packet);
  }

  @Override
  public Flow open(
      InetSocketAddress peer, Flow.Source source, Flow.Handler handler, Optional<Flow> superseded) {
    return socket.open(peer, pairWith(peer), source, handler, superseded);
  }

  private AddressPair pairWith(InetSocketAddress peer) {
    AddressPair pair = arrival.copy();
    pair.setPeer(peer);
    return pair;
  }
}
