package org.pairboot.appliance.boot.oracle;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** U-Boot: boot/pxe_utils.c, and process_macros() of common/cli_simple.c. */
final class UBootReader {
  private static final Set<String> IGNORED =
      Set.of("default", "prompt", "timeout", "label", "localboot", "kernel", "initrd");

  private final Reading reading = new Reading();
  private String append = "";
  private boolean card;
  private boolean boots;

  Reading read(String script) {
    script.lines().forEach(this::line);
    if (boots) {
      String all = append + (card ? " BOOTIF=01-" + Reading.MAC : "");
      reading.commandLine = Optional.of(expanded(all));
    }
    return reading;
  }

  private void line(String text) {
    String line = text.strip();
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    String[] words = line.split("\\s+", 2);
    String keyword = words[0].toLowerCase(Locale.ROOT);
    if (keyword.equals("menu")) {
      reading.shown.add(literal(words[1].split("\\s+", 2), line));
      return;
    }
    String value = literal(words, line);
    switch (keyword) {
      case "append" -> append = value;
      case "ipappend" -> card = value.equals("2");
      default -> {
        if (!IGNORED.contains(keyword)) {
          throw new AssertionError("an unknown line: " + line);
        }
      }
    }
    boots |= keyword.equals("kernel");
  }

  /** An empty literal, and one that is a comment, is a mistake that ends the reading. */
  private static String literal(String[] words, String line) {
    if (words.length < 2 || words[1].isEmpty() || words[1].startsWith("#")) {
      throw new AssertionError("no value: " + line);
    }
    return words[1];
  }

  private static String expanded(String input) {
    StringBuilder output = new StringBuilder();
    int state = 0;
    char before = 0;
    for (int i = 0; i < input.length(); i++) {
      char c = input.charAt(i);
      if (state != 3 && c == '\\' && before != '\\') {
        if (++i == input.length()) {
          break;
        }
        before = c;
        c = input.charAt(i);
      }
      switch (state) {
        case 0 -> {
          if (c == '\'' && before != '\\') {
            state = 3;
          } else if (c == '$' && before != '\\') {
            state = 1;
          } else {
            output.append(c);
          }
        }
        case 1 -> {
          state = c == '(' || c == '{' ? 2 : 0;
          output.append(state == 2 ? "" : "$" + c);
        }
        case 2 -> state = c == ')' || c == '}' ? 0 : 2;
        default -> {
          if (c == '\'' && before != '\\') {
            state = 0;
          } else {
            output.append(c);
          }
        }
      }
      before = c;
    }
    return output.toString();
  }
}
