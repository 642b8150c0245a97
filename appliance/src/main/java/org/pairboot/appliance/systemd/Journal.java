package org.pairboot.appliance.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether standard error leads to the journal, which has times and priorities of its own. */
public final class Journal {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Journal() {}

  /**
   * Compares the device and inode of standard error with those in JOURNAL_STREAM, as
   * systemd.exec(5) has it: the variable is also there when standard error was redirected since.
   */
  public static boolean takesStandardError(Map<String, String> environment) {
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
