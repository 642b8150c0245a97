package org.pairboot.tftp.transport.linux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.Transport.Port;

/**
 * A socket as the port of one local address.
 *
 * @param arrival its local half is that address and the interface that receives packets to it
 */
record LinuxPort(
    FlowSocket socket, AddressPair arrival, InetSocketAddress local, LinuxLink.Resources resources)
    implements Port {

  /**
   * The MTU of the interface that receives the packets, which most likely sends the answers too:
   * the interface with the address may be another one, such as the loopback interface for an
   * anycast address.
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
  public int choices() {
    return socket.choices();
  }

  @Override
  public void reply(InetSocketAddress peer, ByteBuffer packet) {
    socket.reply(pairWith(peer), packet);
  }

  @Override
  public Flow open(
      InetSocketAddress peer, Flow.Source source, Flow.Handler handler, Optional<Flow> superseded) {
    return socket.open(pairWith(peer), source, handler, superseded);
  }

  private AddressPair pairWith(InetSocketAddress peer) {
    AddressPair pair = arrival.copy();
    pair.setPeer(peer);
    return pair;
  }
}
