package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import org.pairboot.artifacts.os.Abi;

/**
 * Ancillary data: a sequence of {@code struct cmsghdr} (sys/socket.h), each with its data and
 * padding to 8 bytes.
 *
 * <pre>
 *  cmsghdr:     0 length, header included   8 level   12 type   16 data
 *  in_pktinfo:  0 interface    4 local address (ipi_spec_dst) 8 destination (ipi_addr) 12 bytes
 *  in6_pktinfo: 0 our address  16 interface                                              20 bytes
 *  sock_extended_err: 0 errno   4 origin, type and code   8 more          16 address of its sender
 * </pre>
 *
 * The data of {@code UDP_SEGMENT} is the size of a segment in two bytes.
 */
final class ControlMessages {
  /** Bytes for what an IPv6 message has at most: its address and an error. */
  static final int MAX_SIZE = 128;

  private static final long LEVEL = 8;
  private static final long TYPE = 12;
  private static final long HEADER = 16;

  private static final long IPV4_INTERFACE = 0;
  private static final long IPV4_OURS = 4;
  private static final long IPV4_DESTINATION = 8;
  private static final int IPV4_SIZE = 12;
  private static final long IPV6_INTERFACE = 16;
  private static final int IPV6_SIZE = 20;
  private static final int ERROR_SIZE = 16;

  private ControlMessages() {}

  /**
   * Writes the local address as the source of a message and returns the size, padding included. The
   * kernel also accepts an address that no interface lists, as long as it is a local one.
   */
  static int putSource(MemorySegment memory, long at, AddressPair pair) {
    int index = pair.isLocalBoundToInterface() ? pair.interfaceIndex : 0;
    if (pair.family() == Abi.AF_INET) {
      long data = putHeader(memory, at, Abi.IPPROTO_IP, Abi.IP_PKTINFO, IPV4_SIZE);
      memory.set(JAVA_INT, data + IPV4_INTERFACE, index);
      memory.set(JAVA_INT, data + IPV4_OURS, (int) pair.localLow);
      memory.set(JAVA_INT, data + IPV4_DESTINATION, 0);
      return space(IPV4_SIZE);
    }
    long data = putHeader(memory, at, Abi.IPPROTO_IPV6, Abi.IPV6_PKTINFO, IPV6_SIZE);
    memory.set(JAVA_LONG_UNALIGNED, data, pair.localHigh);
    memory.set(JAVA_LONG_UNALIGNED, data + Long.BYTES, pair.localLow);
    memory.set(JAVA_INT, data + IPV6_INTERFACE, index);
    return space(IPV6_SIZE);
  }

  /**
   * Has the kernel segment the message into packets of {@code size} bytes; returns the size of the
   * control message, padding included.
   */
  static int putSegmentSize(MemorySegment memory, long at, int size) {
    long data = putHeader(memory, at, Abi.SOL_UDP, Abi.UDP_SEGMENT, Short.BYTES);
    memory.set(JAVA_SHORT, data, (short) size);
    return space(Short.BYTES);
  }

  private static long putHeader(MemorySegment memory, long at, int level, int type, int size) {
    memory.set(JAVA_LONG, at, HEADER + size);
    memory.set(JAVA_INT, at + LEVEL, level);
    memory.set(JAVA_INT, at + TYPE, type);
    return at + HEADER;
  }

  private static int space(int size) {
    return (int) aligned(HEADER + size);
  }

  private static long aligned(long size) {
    return (size + Long.BYTES - 1) & -Long.BYTES;
  }

  /**
   * Searches the {@code length} bytes at {@code at} for the local address of a packet, and stores
   * it in {@code pair}. For a broadcast that is the address of the receiving interface.
   */
  static void readLocal(MemorySegment memory, long at, long length, AddressPair pair) {
    read(memory, at, length, IPV4_OURS, pair);
  }

  /**
   * The same for a message of the error queue; returns the error, such as {@link Abi#ECONNREFUSED},
   * or 0.
   */
  static int readError(MemorySegment memory, long at, long length, AddressPair pair) {
    // The kernel leaves the other address undefined there.
    return read(memory, at, length, IPV4_DESTINATION, pair);
  }

  private static int read(
      MemorySegment memory, long at, long length, long ipv4Local, AddressPair pair) {
    int error = 0;
    long end = at + length;
    long message = at;
    while (end - message >= HEADER) {
      long size = memory.get(JAVA_LONG, message);
      if (size < HEADER || size > end - message) {
        return error;
      }
      int level = memory.get(JAVA_INT, message + LEVEL);
      int type = memory.get(JAVA_INT, message + TYPE);
      long data = message + HEADER;
      if (level == Abi.IPPROTO_IP && type == Abi.IP_PKTINFO && size >= HEADER + IPV4_SIZE) {
        pair.localHigh = 0;
        pair.localLow = Integer.toUnsignedLong(memory.get(JAVA_INT, data + ipv4Local));
        pair.interfaceIndex = memory.get(JAVA_INT, data + IPV4_INTERFACE);
      } else if (level == Abi.IPPROTO_IPV6
          && type == Abi.IPV6_PKTINFO
          && size >= HEADER + IPV6_SIZE) {
        pair.localHigh = memory.get(JAVA_LONG_UNALIGNED, data);
        pair.localLow = memory.get(JAVA_LONG_UNALIGNED, data + Long.BYTES);
        pair.interfaceIndex = memory.get(JAVA_INT, data + IPV6_INTERFACE);
      } else if (isError(level, type) && size >= HEADER + ERROR_SIZE) {
        error = memory.get(JAVA_INT, data);
      }
      message += aligned(size);
    }
    return error;
  }

  private static boolean isError(int level, int type) {
    return (level == Abi.IPPROTO_IP && type == Abi.IP_RECVERR)
        || (level == Abi.IPPROTO_IPV6 && type == Abi.IPV6_RECVERR);
  }
}
