package org.pairboot.appliance.cli.view;

import java.util.regex.Pattern;
import org.pairboot.artifacts.text.PrintableText;

/** The command that would import a file, as it can be pasted into a shell. */
final class ImportHint {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

  private ImportHint() {}

  /**
   * @param name of the image
   * @param option that takes the file
   * @param more further options, with a blank before each
   */
  static String of(String name, String option, String file, String more) {
    return "pairboot import %s %s %s%s".formatted(name, option, quoted(file), more);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches()
        ? word
        : "'" + PrintableText.of(word).replace("'", "'\\''") + "'";
  }
}
