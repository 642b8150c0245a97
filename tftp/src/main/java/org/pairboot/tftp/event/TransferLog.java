package org.pairboot.tftp.event;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Decides which transfers and ignored requests are worth a line in the log, and writes it. */
public final class TransferLog implements TransferListener {
  private static final double MEGABYTE = 1e6;

  private final Logger logger;
  private final DropLog drops = new DropLog();
  private final LineQuota silentClients = new LineQuota();

  public TransferLog() {
    this(LoggerFactory.getLogger("org.pairboot.tftp"));
  }

  TransferLog(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void finished(TransferReport report) {
    Level level = level(report);
    if (logger.isEnabledForLevel(level)) {
      boolean silent = report.outcome() == TransferOutcome.TIMED_OUT && report.bytes() == 0;
      if (!silent) {
        logger.atLevel(level).log(render(report));
      } else if (silentClients.tryTake(System.nanoTime())) {
        long omitted = silentClients.takeOmitted();
        logger.atLevel(level).log(render(report) + moreOfThem(omitted));
      }
    }
  }

  private static String moreOfThem(long omitted) {
    return omitted == 0 ? "" : "; " + omitted + " more clients that never answered are not logged";
  }

  @Override
  public void dropped(DropReason reason, long count, InetAddress latest) {
    drops.add(reason, count, latest, System.nanoTime()).ifPresent(logger::warn);
  }

  static Level level(TransferReport report) {
    return switch (report.outcome()) {
      case COMPLETED, COMPLETED_UNCONFIRMED, ABORTED, REFUSED -> Level.INFO;
      // Part of every UEFI boot; people took it for a failure.
      case PROBE -> Level.DEBUG;
      case NOT_FOUND -> ExpectedMisses.contains(report.name()) ? Level.DEBUG : Level.INFO;
      case TIMED_OUT -> Level.WARN;
      case FAILED -> Level.ERROR;
    };
  }

  static String render(TransferReport report) {
    StringBuilder line =
        new StringBuilder("TFTP ")
            .append(host(report.peer()))
            .append(' ')
            .append(report.name())
            .append(": ")
            .append(report.outcome());
    if (!report.detail().isEmpty()) {
      line.append(" (").append(report.detail()).append(')');
    }
    if (report.blksize() > 0) {
      line.append(figures(report));
    }
    return line.toString();
  }

  private static String figures(TransferReport report) {
    double seconds = report.duration().toNanos() / 1e9;
    double rate = seconds > 0 ? report.bytes() / MEGABYTE / seconds : 0;
    return String.format(
        Locale.ROOT,
        ", %d bytes in %.3f s, %.1f MB/s, blksize %d, windowsize %d, %d retransmits",
        report.bytes(),
        seconds,
        rate,
        report.blksize(),
        report.windowsize(),
        report.retransmits());
  }

  private static String host(InetSocketAddress peer) {
    return peer.getAddress().getHostAddress() + " port " + peer.getPort();
  }
}
