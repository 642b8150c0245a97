package org.pairboot.tftp.transfer;

import java.time.Duration;

/**
 * How much the packets of a sender allow us to send back, so that one who cannot read our packets,
 * and forges the address of somebody else, gains little. The section "What a forged address can
 * cause" of packaging/docs/security.md derives the numbers.
 *
 * <p>The unit is a byte where transfers have secret ports, and a packet where they do not.
 *
 * @param portIsSecret whether the sender had to guess the port that its ACK has reached, so that
 *     the first one proves that it receives
 * @param perRequest what a request allows
 * @param perPacket what any other packet from the client allows; at least the cost of a window
 * @param perOack what an OACK costs
 * @param perBlock what a block costs
 * @param trial how a transfer without a secret port is proven
 */
public record Allowance(
    boolean portIsSecret,
    long perRequest,
    long perPacket,
    long perOack,
    long perBlock,
    Trial trial) {

  /**
   * A short silence at an early block, at a moment that is not known beforehand. A sender that does
   * not read our packets keeps sending ACKs, and so acknowledges what was not sent yet.
   *
   * @param afterAcks how many ACKs of something new come before it
   * @param silence in nanoseconds
   * @param lateAcks whether ACKs of an earlier transfer of the same client may still arrive here,
   *     so that an ACK of what was never sent shows no forger
   */
  public record Trial(int afterAcks, long silence, boolean lateAcks) {
    private static final int MAX_ACKS = 8;
    private static final long SHORTEST = Duration.ofMillis(3).toNanos();
    private static final long LONGEST = Duration.ofMillis(12).toNanos();

    /**
     * A trial that nobody can foresee.
     *
     * @param random a random number
     */
    public static Trial random(long random, boolean lateAcks) {
      int acks = 1 + (int) Long.remainderUnsigned(random, MAX_ACKS);
      long spread = Long.remainderUnsigned(random >>> 8, LONGEST - SHORTEST);
      return new Trial(acks, SHORTEST + spread, lateAcks);
    }
  }

  /**
   * The least number of ports that makes a secret of one: below it, one lucky guess in a short time
   * is too likely.
   */
  public static final int LEAST_SECRET = 64;

  /** Without a secret port, what a packet of the client allows. */
  private static final int PACKETS_FOR_A_PACKET = 4;

  /**
   * Without a secret port. One less than an ACK allows, so that there is always something left for
   * what the timer repeats: many clients wait for seconds before they ask again.
   */
  private static final int KNOWN_PORT_WINDOW = 3;

  /** Ten bytes for each that was sent is the promise. The rest is for what is not counted here. */
  private static final int BYTES_FOR_A_BYTE = 8;

  private static final int BYTES_FOR_A_BYTE_OF_A_REQUEST = 10;

  /** IPv4 and UDP; with IPv6 forged packets cost more, and the largest of ours do not. */
  private static final int HEADERS = 20 + 8;

  /** A DATA packet is larger by its block. */
  private static final int ACK = HEADERS + 4;

  /** Ethernet has no frame with less in it, and so the first block fits for any name. */
  private static final int LEAST_REQUEST = 56;

  /** Whether {@code ports} to choose from make a secret of the port of a transfer. */
  public static boolean isSecret(int ports) {
    return ports >= LEAST_SECRET;
  }

  /**
   * The largest window of a transfer that has one of {@code ports} ports, in blocks. Where they are
   * secret, an ACK for each of them is needed to have one window sent blindly. A block more is
   * allowed, for what the timer repeats.
   *
   * @param blksize bytes in a block
   */
  public static int maxWindowsize(int ports, int blksize) {
    return isSecret(ports)
        ? (int) Math.max(1, forAck(ports) / (ACK + blksize) - 1)
        : KNOWN_PORT_WINDOW;
  }

  /** The largest block of such a transfer whose port is secret, in bytes: two are allowed. */
  public static int maxBlksize(int ports) {
    return (int) Math.min(Integer.MAX_VALUE, forAck(ports) / 2 - ACK);
  }

  private static long forAck(int ports) {
    return (long) BYTES_FOR_A_BYTE * ACK * ports;
  }

  /**
   * For a transfer with one of {@code ports} ports that only those know who read our packets.
   *
   * @param request bytes of the request, without headers of the network
   * @param oack bytes of the OACK, likewise; 0 if there is none
   * @param blksize bytes in a block
   */
  public static Allowance ofSecretPort(int ports, int request, int oack, int blksize, Trial trial) {
    return new Allowance(
        true,
        (long) BYTES_FOR_A_BYTE_OF_A_REQUEST * Math.max(LEAST_REQUEST, HEADERS + request),
        forAck(ports),
        HEADERS + oack,
        ACK + blksize,
        trial);
  }

  /** For a transfer whose port anybody knows. */
  public static Allowance ofKnownPort(Trial trial) {
    return new Allowance(false, PACKETS_FOR_A_PACKET, PACKETS_FOR_A_PACKET, 1, 1, trial);
  }
}
