package org.pairboot.conf;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of addresses that share their first bits.
 *
 * @param base its first address
 * @param prefixLength number of shared bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Network(InetAddress base, int prefixLength) {
  static final String EXPECTED =
      "a network such as 10.1.0.0/16, 192.168.1.7/32 or fd00:1::/64, with only zero bits"
          + " after the prefix";

  /** Parses {@code ADDRESS/LENGTH}; empty when the text is not a network. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return Optional.empty();
    }
    try {
      // A literal only: a name would cause a DNS query.
      InetAddress base = InetAddress.ofLiteral(text.substring(0, slash).strip());
      int length = Integer.parseInt(text.substring(slash + 1));
      boolean scoped = base instanceof Inet6Address v6 && v6.getScopeId() != 0;
      return scoped || length > bits(base) || hasBitsAfter(base, length)
          ? Optional.empty()
          : Optional.of(new Network(base, length));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The one of that prefix length, or the longest that the family has, in which the address is. */
  public static Network around(InetAddress address, int prefixLength) {
    int length = Math.min(prefixLength, bits(address));
    byte[] bytes = address.getAddress();
    for (int bit = length; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    try {
      return new Network(InetAddress.getByAddress(bytes), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the length is that of an address", e);
    }
  }

  /** Whether this network contains {@code address}. */
  public boolean contains(InetAddress address) {
    byte[] own = base.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int mask = 0xFF00 >> Math.min(8, prefixLength - bit) & 0xFF;
      if (((own[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int bits(InetAddress address) {
    return 8 * address.getAddress().length;
  }

  private static boolean hasBitsAfter(InetAddress address, int length) {
    byte[] bytes = address.getAddress();
    for (int bit = length; bit < 8 * bytes.length; bit++) {
      if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + prefixLength;
  }
}
