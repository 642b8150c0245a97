package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import org.pairboot.artifacts.os.Abi;

/**
 * {@code struct sockaddr_in} and {@code struct sockaddr_in6} (netinet/in.h).
 *
 * <pre>
 *  sockaddr_in:  0 family   2 port (raw)   4 address (raw)   8 zeros                        16 bytes
 *  sockaddr_in6: 0 family   2 port (raw)   4 flow label      8 address (raw)   24 scope     28 bytes
 * </pre>
 */
final class SocketAddresses {
  /** Bytes for either, with alignment. */
  static final int MAX_SIZE = 32;

  static final int IPV4_SIZE = 16;
  static final int IPV6_SIZE = 28;

  private static final long FAMILY = 0;
  private static final long PORT = 2;
  private static final long IPV4_ADDRESS = 4;
  private static final long IPV6_FLOW = 4;
  private static final long IPV6_ADDRESS = 8;
  private static final long IPV6_SCOPE = 24;

  private SocketAddresses() {}

  /** Writes the peer of {@code pair} to {@code at} and returns the size. */
  static int putPeer(MemorySegment memory, long at, AddressPair pair) {
    memory.set(JAVA_SHORT, at + FAMILY, (short) pair.family());
    memory.set(JAVA_SHORT, at + PORT, pair.peerPort);
    if (pair.family() == Abi.AF_INET) {
      memory.set(JAVA_INT, at + IPV4_ADDRESS, (int) pair.peerLow);
      memory.set(JAVA_LONG_UNALIGNED, at + 8, 0L);
      return IPV4_SIZE;
    }
    memory.set(JAVA_INT, at + IPV6_FLOW, 0);
    memory.set(JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS, pair.peerHigh);
    memory.set(JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS + Long.BYTES, pair.peerLow);
    memory.set(JAVA_INT, at + IPV6_SCOPE, pair.peerScope);
    return IPV6_SIZE;
  }

  /** Reads the address at {@code at}, which has the family of {@code pair}, into its peer. */
  static void readPeer(MemorySegment memory, long at, AddressPair pair) {
    pair.peerPort = memory.get(JAVA_SHORT, at + PORT);
    if (pair.family() == Abi.AF_INET) {
      pair.peerHigh = 0;
      pair.peerLow = Integer.toUnsignedLong(memory.get(JAVA_INT, at + IPV4_ADDRESS));
      pair.peerScope = 0;
    } else {
      pair.peerHigh = memory.get(JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS);
      pair.peerLow = memory.get(JAVA_LONG_UNALIGNED, at + IPV6_ADDRESS + Long.BYTES);
      pair.peerScope = memory.get(JAVA_INT, at + IPV6_SCOPE);
    }
  }
}
