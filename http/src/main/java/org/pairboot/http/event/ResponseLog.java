package org.pairboot.http.event;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.pairboot.artifacts.text.ClientLogLimit;
import org.pairboot.artifacts.text.RateLimitedLog;
import org.pairboot.http.event.ResponseListener.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs responses and rejected connections, and decides at which level. Thread-safe. */
public final class ResponseLog implements ResponseListener {
  private static final double MEGABYTE = 1e6;
  private static final String IMAGES = "images/";

  private final Logger log;

  private final ClientLogLimit clients =
      new ClientLogLimit(ClientLogLimit.Limits.PER_MINUTE, Duration.ofMinutes(1));

  /** One line says what to change; a client that keeps connecting must not fill the log. */
  private final RateLimitedLog rejections = new RateLimitedLog(1, Duration.ofMinutes(1));

  public ResponseLog() {
    this(LoggerFactory.getLogger(ResponseLog.class));
  }

  ResponseLog(Logger log) {
    this.log = log;
  }

  @Override
  public void finished(ResponseReport report) {
    Level level = level(report);
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    if (log.isDebugEnabled()) {
      // Who asks for that wants every line.
      log.atLevel(level).log(line(report));
      return;
    }
    clients
        .add(report.request().peer().getAddress(), true, System.nanoTime())
        .ifPresent(note -> log.atLevel(level).log(line(report) + note));
  }

  @Override
  public void connectionRejected(InetAddress client) {
    rejections.add(1, System.nanoTime()).ifPresent(count -> log.warn(rejectionLine(count, client)));
  }

  static String rejectionLine(long count, InetAddress latest) {
    return "HTTP rejected "
        + (count == 1 ? "a connection" : count + " connections, the latest")
        + " from "
        + latest.getHostAddress()
        + ", which has reached http.max-connections-per-client";
  }

  static Level level(ResponseReport report) {
    return switch (report.outcome()) {
      // A 304 sends no body.
      case COMPLETED -> report.bytesPlanned() > 0 ? Level.INFO : Level.DEBUG;
      // GRUB drops connections at will, and loaders try a dozen names until one exists. But a
      // machine that does not get a part of an image does not boot.
      case ABORTED, NOT_FOUND ->
          report.request().name().startsWith(IMAGES) ? Level.INFO : Level.DEBUG;
      // The GET that follows a HEAD is logged.
      case PROBE, REFUSED -> Level.DEBUG;
      case TIMED_OUT, FAILED -> Level.WARN;
    };
  }

  static String line(ResponseReport report) {
    Request request = report.request();
    StringBuilder line = new StringBuilder(160);
    line.append("HTTP ").append(request.peer().getAddress().getHostAddress());
    line.append(" port ").append(request.peer().getPort());
    line.append(' ').append(request.name()).append(": ").append(report.outcome());
    appendBytes(line, report);
    line.append(", ").append(request.method()).append(' ').append(report.status());
    appendNonEmpty(line, ", range ", report.range());
    appendNonEmpty(line, ", agent ", request.userAgent());
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
