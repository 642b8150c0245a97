package org.pairboot.appliance.boot;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes texts so that GRUB's script language takes them literally. */
final class GrubWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+~^*?\\[\\]!-]+");

  private GrubWords() {}

  /** Kernel arguments, each of which stays one word. */
  static String quote(String arguments) {
    return Arrays.stream(arguments.strip().split("\\s+"))
        .map(GrubWords::word)
        .collect(Collectors.joining(" "));
  }

  /** What stands between single quotes. */
  static String withinQuotes(String text) {
    return text.replace("'", "'\\''");
  }

  private static String word(String argument) {
    return argument.isEmpty() || PLAIN.matcher(argument).matches()
        ? argument
        : "'" + withinQuotes(argument) + "'";
  }
}
