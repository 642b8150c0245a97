package org.pairboot.tftp.event;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.pairboot.artifacts.text.ClientLogLimit;
import org.pairboot.artifacts.text.ClientLogLimit.Limits;
import org.pairboot.artifacts.text.RateLimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Decides which transfers and dropped requests are worth a line in the log, and writes it. */
public final class TransferLog implements TransferListener {
  private static final double MEGABYTE = 1e6;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * Names that loaders try on every boot and do without. Warning about them makes people look for a
   * fault where there is none.
   */
  private static final List<Pattern> EXPECTED_MISSES =
      List.of(
          // PXELINUX: by UUID, by MAC, by ever shorter prefixes of the address; only a missing
          // "default" means that nothing is configured.
          Pattern.compile("(.*/)?pxelinux\\.cfg/(?!default$).*"),
          // GRUB: the same in its own spelling, and its module lists.
          Pattern.compile("(.*/)?grub\\.cfg-.*"),
          Pattern.compile("(.*/)?[a-z0-9_]+-[a-z0-9]+/(command|fs|crypto|terminal)\\.lst"),
          // shim: optional revocation lists beside it.
          Pattern.compile("(.*/)?revocations(_[a-z]+)?\\.efi"));

  private final Logger log;
  private final ClientLogLimit clients = new ClientLogLimit(Limits.PER_MINUTE, MINUTE);
  private final Map<DropReason, RateLimitedLog> drops = new EnumMap<>(DropReason.class);

  public TransferLog() {
    this(LoggerFactory.getLogger("org.pairboot.tftp"));
  }

  TransferLog(Logger log) {
    this.log = log;
    for (DropReason reason : DropReason.values()) {
      // The first line shows that requests are dropped; after that, the count is what matters.
      drops.put(reason, new RateLimitedLog(1, MINUTE));
    }
  }

  @Override
  public void finished(TransferReport report) {
    Level level = level(report);
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    if (log.isDebugEnabled()) {
      // Who asks for that wants every line.
      log.atLevel(level).log(render(report));
      return;
    }
    clients
        .add(report.request().peer().getAddress(), report.isProven(), System.nanoTime())
        .ifPresent(note -> log.atLevel(level).log(render(report) + note));
  }

  @Override
  public void dropped(DropReason reason, long count, InetAddress latest) {
    drops
        .get(reason)
        .add(count, System.nanoTime())
        .ifPresent(total -> log.warn(render(reason, total, latest)));
  }

  static String render(DropReason reason, long count, InetAddress latest) {
    return "TFTP ignored "
        + (count == 1 ? "1 request" : count + " requests")
        + ", the last from "
        + latest.getHostAddress()
        + ": "
        + explanation(reason);
  }

  private static String explanation(DropReason reason) {
    return switch (reason) {
      case DENIED -> "tftp.access or tftp.subnets deny its network";
      case THROTTLED ->
          "its network exceeds the limits of tftp.unproven (a flood, or forged addresses)";
      case OVERLOADED -> "tftp.unproven.max-transfers clients have not answered yet";
    };
  }

  static Level level(TransferReport report) {
    return switch (report.outcome()) {
      case COMPLETED, COMPLETED_UNCONFIRMED, ABORTED, REFUSED -> Level.INFO;
      // Part of every UEFI boot; people took it for a failure.
      case PROBE -> Level.DEBUG;
      case NOT_FOUND -> isExpectedMiss(report.request().name()) ? Level.DEBUG : Level.INFO;
      case TIMED_OUT -> Level.WARN;
      case FAILED -> Level.ERROR;
    };
  }

  private static boolean isExpectedMiss(String name) {
    return EXPECTED_MISSES.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  static String render(TransferReport report) {
    InetSocketAddress peer = report.request().peer();
    StringBuilder line =
        new StringBuilder("TFTP ")
            .append(peer.getAddress().getHostAddress())
            .append(" port ")
            .append(peer.getPort())
            .append(' ')
            .append(report.request().name())
            .append(": ")
            .append(report.outcome());
    if (!report.detail().isEmpty()) {
      line.append(" (").append(report.detail()).append(')');
    }
    report.terms().ifPresent(terms -> line.append(figures(report, terms)));
    return line.toString();
  }

  private static String figures(TransferReport report, Terms terms) {
    double seconds = report.duration().toNanos() / 1e9;
    double rate = seconds > 0 ? report.bytes() / MEGABYTE / seconds : 0;
    return String.format(
        Locale.ROOT,
        ", %d bytes in %.3f s, %.1f MB/s, blksize %d, windowsize %d, %d retransmits",
        report.bytes(),
        seconds,
        rate,
        terms.blksize(),
        terms.windowsize(),
        report.retransmits());
  }
}
