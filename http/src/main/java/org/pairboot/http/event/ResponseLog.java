package org.pairboot.http.event;

import java.net.InetAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Decides which responses are worth a line in the log, and writes it. */
public final class ResponseLog implements ResponseListener {
  private static final double MEGABYTE = 1e6;
  private static final String IMAGES = "images/";

  private final Logger log;
  private final TurnedAwayLog turnedAway = new TurnedAwayLog();

  public ResponseLog() {
    this(LoggerFactory.getLogger(ResponseLog.class));
  }

  ResponseLog(Logger log) {
    this.log = log;
  }

  @Override
  public void finished(ResponseReport report) {
    Level level = level(report);
    if (log.isEnabledForLevel(level)) {
      log.atLevel(level).log(line(report));
    }
  }

  @Override
  public void turnedAway(InetAddress client) {
    turnedAway.add(client, System.nanoTime()).ifPresent(log::warn);
  }

  static Level level(ResponseReport report) {
    return switch (report.outcome()) {
      // A 304 moved nothing.
      case COMPLETED -> report.bytesPlanned() > 0 ? Level.INFO : Level.DEBUG;
      // GRUB drops connections at will, and loaders probe a dozen names before one exists; but a
      // part of an image that did not arrive is a machine that did not boot.
      case ABORTED, NOT_FOUND -> report.name().startsWith(IMAGES) ? Level.INFO : Level.DEBUG;
      // The GET that follows is the event.
      case PROBE, REFUSED -> Level.DEBUG;
      case TIMED_OUT, FAILED -> Level.WARN;
    };
  }

  static String line(ResponseReport report) {
    StringBuilder line = new StringBuilder(160);
    line.append("HTTP ").append(report.peer().getAddress().getHostAddress());
    line.append(" port ").append(report.peer().getPort());
    line.append(' ').append(report.name()).append(": ").append(report.outcome());
    appendBytes(line, report);
    line.append(", ").append(report.method()).append(' ').append(report.status());
    appendNonEmpty(line, ", range ", report.range());
    appendNonEmpty(line, ", agent ", report.userAgent());
    return line.toString();
  }

  private static void appendBytes(StringBuilder line, ResponseReport report) {
    line.append(", ").append(report.bytesSent());
    if (report.bytesSent() != report.bytesPlanned()) {
      line.append(" of ").append(report.bytesPlanned());
    }
    double seconds = report.duration().toNanos() / 1e9;
    double rate = seconds > 0 ? report.bytesSent() / MEGABYTE / seconds : 0;
    line.append(String.format(Locale.ROOT, " bytes in %.3f s, %.1f MB/s", seconds, rate));
  }

  private static void appendNonEmpty(StringBuilder line, String label, String value) {
    if (!value.isEmpty()) {
      line.append(label).append(value);
    }
  }
}
