package org.pairboot.tftp.request;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.pairboot.conf.TftpSettings.ClientPolicy;
import org.pairboot.tftp.transfer.Rollover;

/**
 * The upper limits of what a client may negotiate, and the rollover that applies by default.
 *
 * @param maxBlksize bytes of a block
 * @param maxWindowsize blocks of a window
 * @param maxWindowBytes bytes of a window
 * @param rollover for clients that do not request one
 */
public record OptionLimits(
    int maxBlksize, int maxWindowsize, long maxWindowBytes, Rollover rollover) {
  /** RFC 2348: the smallest block a client may ask for. */
  static final int MIN_BLKSIZE = 8;

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int UDP_AND_TFTP_HEADER = 8 + 4;

  /**
   * The limits for clients with {@code policy} that reach the server at {@code local}.
   *
   * @param maxWindowBytes bytes of a window
   * @param mtu of the interface that has {@code local}, in bytes; 0 if unknown
   */
  public static OptionLimits of(
      ClientPolicy policy, long maxWindowBytes, InetAddress local, int mtu) {
    boolean clamp = policy.mtuClamp() && mtu > 0;
    int unfragmented = clamp ? unfragmented(local, mtu) : Integer.MAX_VALUE;
    return new OptionLimits(
        Math.min(policy.maxBlksize(), unfragmented),
        Math.min(policy.maxWindowsize(), Rollover.MAX_WINDOWSIZE),
        maxWindowBytes,
        Rollover.to(policy.rollover()));
  }

  /** The largest block that fits into one frame: MTU - 32 for IPv4, MTU - 52 for IPv6. */
  private static int unfragmented(InetAddress local, int mtu) {
    int ipHeader = local instanceof Inet6Address ? IPV6_HEADER : IPV4_HEADER;
    return Math.max(MIN_BLKSIZE, mtu - ipHeader - UDP_AND_TFTP_HEADER);
  }
}
