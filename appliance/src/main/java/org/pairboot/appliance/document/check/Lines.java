package org.pairboot.appliance.document.check;

import java.util.List;
import java.util.Optional;

/** What the line-based types have in common. */
final class Lines {
  private Lines() {}

  /** Shells and installers take the carriage return of Windows as part of the last word. */
  static Optional<Finding> windowsEndings(String text) {
    int end = text.indexOf("\r\n");
    if (end < 0) {
      return Optional.empty();
    }
    int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    return Optional.of(
        Finding.warning(
            line, "", "lines end in CR LF, as on Windows; convert the file with dos2unix"));
  }

  /** The lines without their ends. */
  static List<String> of(String text) {
    return text.lines().toList();
  }
}
