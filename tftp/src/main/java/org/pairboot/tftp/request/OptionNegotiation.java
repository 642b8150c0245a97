package org.pairboot.tftp.request;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.pairboot.conf.TftpSettings.ClientPolicy;
import org.pairboot.tftp.packet.Packet.Mode;
import org.pairboot.tftp.packet.Packet.Option;
import org.pairboot.tftp.transfer.Allowance;
import org.pairboot.tftp.transfer.Rollover;

/**
 * Negotiates the options of a request: RFC 2347, 2348, 2349, 7440, and tftp-hpa's {@code utimeout}
 * and {@code rollover}.
 *
 * <p>An OACK contains only what was requested, in the order of the request: EDK2 rejects anything
 * else as a malformed OACK. blksize is accepted whenever it is legal, even at the default value,
 * because GRUB and the Raspberry Pi insist on an OACK once they have requested it. An invalid value
 * loses that option and nothing else.
 */
public final class OptionNegotiation {
  private static final int DEFAULT_BLKSIZE = 512;
  private static final int DEFAULT_WINDOWSIZE = 1;
  private static final int MAX_TIMEOUT_SECONDS = 255;
  private static final long MIN_TIMEOUT_MICROS = 10_000;
  private static final long MAX_TIMEOUT_MICROS = MAX_TIMEOUT_SECONDS * 1_000_000L;

  /**
   * The parameters of a transfer.
   *
   * @param blksize bytes of a block
   * @param windowsize blocks sent before an ACK is due
   * @param rollover how blocks are numbered
   * @param timeout the retransmission timeout that the client asks for (RFC 2349, or tftp-hpa's
   *     utimeout)
   * @param sizeAsked whether the client asks for the size, and so may end the transfer once it
   *     knows it
   * @param accepted the options of the OACK, in the order and spelling of the request; if empty,
   *     DATA 1 is the answer
   */
  public record Result(
      int blksize,
      int windowsize,
      Rollover rollover,
      Optional<Duration> timeout,
      boolean sizeAsked,
      List<Option> accepted) {

    public Result {
      accepted = List.copyOf(accepted);
    }
  }

  private final Limits limits;
  private int blksize = DEFAULT_BLKSIZE;
  private int windowsize = DEFAULT_WINDOWSIZE;
  private Rollover rollover;
  private Optional<Duration> timeout = Optional.empty();
  private boolean sizeAsked;

  private OptionNegotiation(Limits limits) {
    this.limits = limits;
    this.rollover = limits.rollover();
  }

  /**
   * Negotiates {@code asked}.
   *
   * @param length of the content, in bytes; tsize is answered in octet mode only, because a
   *     converted text has another size than its content
   */
  public static Result negotiate(List<Option> asked, Mode mode, long length, Limits limits) {
    return new OptionNegotiation(limits).run(asked, mode, length);
  }

  private Result run(List<Option> asked, Mode mode, long length) {
    List<Option> distinct = firstOfEachName(asked);
    // The window is limited in bytes too, so the block size has to be known first.
    find(distinct, "blksize").ifPresent(this::agreeOnBlksize);
    find(distinct, "windowsize").ifPresent(this::agreeOnWindowsize);

    List<Option> accepted = new ArrayList<>();
    for (Option option : distinct) {
      answer(option, mode, length).ifPresent(v -> accepted.add(new Option(option.name(), v)));
    }
    return new Result(blksize, windowsize, rollover, timeout, sizeAsked, accepted);
  }

  private Optional<String> answer(Option option, Mode mode, long length) {
    OptionalLong value = number(option.value());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (option.isNamed("blksize")) {
      return isLegalBlksize(value.getAsLong())
          ? Optional.of(Integer.toString(blksize))
          : Optional.empty();
    }
    if (option.isNamed("windowsize")) {
      return value.getAsLong() > 0 ? Optional.of(Integer.toString(windowsize)) : Optional.empty();
    }
    if (option.isNamed("timeout")) {
      return agreeOnTimeout(option, value.getAsLong(), 1, MAX_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
    if (option.isNamed("utimeout")) {
      return agreeOnTimeout(
          option, value.getAsLong(), MIN_TIMEOUT_MICROS, MAX_TIMEOUT_MICROS, TimeUnit.MICROSECONDS);
    }
    if (option.isNamed("rollover")) {
      return agreeOnRollover(option, value.getAsLong());
    }
    if (option.isNamed("tsize")) {
      sizeAsked = true;
      // curl rejects an OACK with a size of 0.
      return mode == Mode.OCTET && length > 0
          ? Optional.of(Long.toString(length))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private void agreeOnBlksize(long asked) {
    if (isLegalBlksize(asked)) {
      blksize = (int) Math.min(asked, limits.maxBlksize());
    }
  }

  private static boolean isLegalBlksize(long asked) {
    return asked >= Limits.MIN_BLKSIZE;
  }

  private void agreeOnWindowsize(long asked) {
    if (asked > 0) {
      long byBytes = Math.max(1, limits.maxWindowBytes() / blksize);
      int byPorts = Allowance.maxWindowsize(limits.ports(), blksize);
      int most = Math.min(byPorts, limits.maxWindowsize());
      windowsize = (int) Math.min(asked, Math.min(byBytes, most));
    }
  }

  /**
   * Accepts the requested value or ignores the option: EDK2 and U-Boot reject any other value. If
   * both timeout and utimeout are requested, the last one counts, as in tftp-hpa.
   */
  private Optional<String> agreeOnTimeout(
      Option option, long asked, long min, long max, TimeUnit unit) {
    if (asked < min || asked > max) {
      return Optional.empty();
    }
    timeout = Optional.of(Duration.of(asked, unit.toChronoUnit()));
    return Optional.of(option.value());
  }

  /** tftp-hpa accepts any number, but only 0 and 1 have a meaning for clients. */
  private Optional<String> agreeOnRollover(Option option, long asked) {
    if (asked > 1) {
      return Optional.empty();
    }
    rollover = Rollover.to((int) asked);
    return Optional.of(option.value());
  }

  private static OptionalLong find(List<Option> options, String name) {
    return options.stream()
        .filter(option -> option.isNamed(name))
        .map(option -> number(option.value()))
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private static List<Option> firstOfEachName(List<Option> options) {
    List<Option> distinct = new ArrayList<>();
    for (Option option : options) {
      if (distinct.stream().noneMatch(earlier -> earlier.isNamed(option.name()))) {
        distinct.add(option);
      }
    }
    return distinct;
  }

  /** A decimal number without a sign; a number too large for a long is clamped. */
  private static OptionalLong number(String text) {
    if (text.isEmpty() || text.chars().anyMatch(c -> c < '0' || c > '9')) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.of(Long.MAX_VALUE);
    }
  }

  /**
   * The upper limits of what a client may negotiate, and the rollover that applies by default.
   *
   * @param maxBlksize bytes of a block
   * @param maxWindowsize blocks of a window
   * @param maxWindowBytes bytes of a window
   * @param ports how many ports a transfer may have, which limits its windows too
   * @param rollover for clients that do not request one
   */
  public record Limits(
      int maxBlksize, int maxWindowsize, long maxWindowBytes, int ports, Rollover rollover) {
    /** RFC 2348: the smallest block a client may ask for. */
    static final int MIN_BLKSIZE = 8;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_AND_TFTP_HEADER = 8 + 4;
    private static final int USUAL_MTU = 1500;

    /**
     * The limits for clients with {@code policy} that reach the server at {@code local}. Where the
     * ports of transfers are no secret, nothing that is sent may be cut into fragments, and only
     * small windows are sent, because the client may not be the one who asked ({@link Allowance}).
     *
     * @param maxWindowBytes bytes of a window
     * @param ports how many ports a transfer may have
     * @param mtu of the interface that has {@code local}, in bytes; 0 if unknown
     */
    public static Limits of(
        ClientPolicy policy, long maxWindowBytes, int ports, InetAddress local, int mtu) {
      boolean secret = Allowance.isSecret(ports);
      boolean clamp = !secret || (policy.mtuClamp() && mtu > 0);
      int unfragmented = clamp ? unfragmented(local, mtu > 0 ? mtu : USUAL_MTU) : Integer.MAX_VALUE;
      int most = secret ? Math.min(unfragmented, Allowance.maxBlksize(ports)) : unfragmented;
      return new Limits(
          Math.min(policy.maxBlksize(), most),
          Math.min(policy.maxWindowsize(), Rollover.MAX_WINDOWSIZE),
          maxWindowBytes,
          ports,
          Rollover.to(policy.rollover()));
    }

    /** The largest block that fits into one frame: MTU - 32 for IPv4, MTU - 52 for IPv6. */
    private static int unfragmented(InetAddress local, int mtu) {
      int ipHeader = local instanceof Inet6Address ? IPV6_HEADER : IPV4_HEADER;
      return Math.max(MIN_BLKSIZE, mtu - ipHeader - UDP_AND_TFTP_HEADER);
    }
  }
}
