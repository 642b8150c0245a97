package org.pairboot.appliance.systemd;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LevelToSyslogSeverity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Detects the journal on standard error. It stores the time and priority of each line itself. */
public final class Journal {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Journal() {}

  /**
   * The priority of a line in the form that the journal parses, such as {@code <6>}, sd-daemon(3).
   */
  public static final class PriorityPrefix extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return "<" + LevelToSyslogSeverity.convert(event) + ">";
    }
  }

  /**
   * Whether standard error is connected to the journal. Compares its device and inode with those in
   * JOURNAL_STREAM, because that variable is also set when standard error is redirected later
   * (systemd.exec(5)).
   */
  public static boolean isOnStandardError(Map<String, String> environment) {
    String stream = environment.get("JOURNAL_STREAM");
    if (stream == null) {
      return false;
    }
    try {
      Map<String, Object> file = Files.readAttributes(STANDARD_ERROR, "unix:dev,ino");
      return stream.equals(file.get("dev") + ":" + file.get("ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
