package org.pairboot.tftp.transport.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pairboot.artifacts.os.Abi;

/**
 * The address of a peer and the local address it uses: they identify the flow of a packet on a
 * socket.
 *
 * <p>Holds raw numbers, so that one object can be reused for the addresses of packet after packet.
 * An IPv4 address is in the lower half of {@code low}; {@code high} is 0. All addresses of a socket
 * are of one family.
 */
final class AddressPair {
  private final int family;

  long peerHigh;
  long peerLow;
  short peerPort;

  /** The interface of a link-local peer; 0 for others. */
  int peerScope;

  long localHigh;
  long localLow;

  /** The interface that received the last packet. Ignored by {@link #isSame}. */
  int interfaceIndex;

  AddressPair(int family) {
    this.family = family;
  }

  static int familyOf(InetAddress address) {
    return address instanceof Inet6Address ? Abi.AF_INET6 : Abi.AF_INET;
  }

  AddressPair copy() {
    AddressPair copy = new AddressPair(family);
    copy.peerHigh = peerHigh;
    copy.peerLow = peerLow;
    copy.peerPort = peerPort;
    copy.peerScope = peerScope;
    copy.setLocal(this);
    return copy;
  }

  int family() {
    return family;
  }

  boolean isSame(AddressPair other) {
    return peerLow == other.peerLow
        && peerPort == other.peerPort
        && localLow == other.localLow
        && peerHigh == other.peerHigh
        && localHigh == other.localHigh
        && peerScope == other.peerScope;
  }

  /**
   * @param seed unknown to peers, so that they cannot choose addresses that collide
   */
  int hash(long seed) {
    long hash = seed ^ peerLow;
    hash = mix(hash + peerPort);
    hash = mix(hash ^ localLow);
    if (family == Abi.AF_INET6) {
      hash = mix(hash ^ peerHigh);
      hash = mix(hash ^ localHigh);
    }
    return (int) hash;
  }

  private static long mix(long value) {
    long product = value * 0x9E3779B97F4A7C15L;
    return product ^ product >>> 32;
  }

  void setPeer(InetSocketAddress peer) {
    peerHigh = high(peer.getAddress());
    peerLow = low(peer.getAddress());
    peerPort = rawPort(peer.getPort());
    peerScope = scope(peer.getAddress());
  }

  void setLocal(InetAddress local) {
    localHigh = high(local);
    localLow = low(local);
  }

  void setLocal(AddressPair other) {
    localHigh = other.localHigh;
    localLow = other.localLow;
    interfaceIndex = other.interfaceIndex;
  }

  /**
   * Whether the local address can be used as a source: not if a packet was sent to an IPv6
   * multicast group.
   */
  boolean isAnswerable() {
    boolean group = family == Abi.AF_INET6 && bytes(localHigh, 0).get(0) == (byte) 0xFF;
    return (localHigh | localLow) != 0 && !group;
  }

  InetSocketAddress peer() {
    return new InetSocketAddress(address(peerHigh, peerLow, peerScope), port(peerPort));
  }

  InetAddress local() {
    return address(localHigh, localLow, isLinkLocal(localHigh) ? interfaceIndex : 0);
  }

  /**
   * The source of link-local packets has to name the interface; otherwise routing may choose it.
   */
  boolean isLocalBoundToInterface() {
    return family == Abi.AF_INET6 && isLinkLocal(localHigh);
  }

  private boolean isLinkLocal(long high) {
    return family == Abi.AF_INET6 && (bytes(high, 0).getShort(0) & 0xFFC0) == 0xFE80;
  }

  private InetAddress address(long high, long low, int scope) {
    try {
      if (family == Abi.AF_INET) {
        byte[] bytes = new byte[Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt((int) low);
        return InetAddress.getByAddress(bytes);
      }
      byte[] bytes = bytes(high, low).array();
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("wrong length of an address", e);
    }
  }

  private static ByteBuffer bytes(long high, long low) {
    byte[] bytes = new byte[2 * Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(high).putLong(low);
    return ByteBuffer.wrap(bytes);
  }

  private static long high(InetAddress address) {
    return address instanceof Inet6Address six ? nativeView(six).getLong(0) : 0;
  }

  private static long low(InetAddress address) {
    return address instanceof Inet6Address six
        ? nativeView(six).getLong(Long.BYTES)
        : Integer.toUnsignedLong(nativeView(address).getInt(0));
  }

  private static ByteBuffer nativeView(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder());
  }

  private static int scope(InetAddress address) {
    return address instanceof Inet6Address six ? six.getScopeId() : 0;
  }

  private static short rawPort(int port) {
    short number = (short) port;
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? number : Short.reverseBytes(number);
  }

  private static int port(short raw) {
    return Short.toUnsignedInt(
        ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? raw : Short.reverseBytes(raw));
  }
}
