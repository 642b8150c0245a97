package org.pairboot.appliance.boot.oracle;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Syslinux 6: com32/elflink/ldlinux/readconfig.c and execute.c. */
final class PxelinuxReader {
  private static final int MAX_LINE = 4096;
  private static final int MAX_COMMAND_LINE = 2048;
  private static final Set<String> IGNORED =
      Set.of("default", "prompt", "timeout", "ontimeout", "label", "localboot", "ui");

  private final Reading reading = new Reading();
  private String kernel = "";
  private String append = "";
  private boolean card;

  Reading read(String script) {
    script.lines().forEach(this::line);
    if (!kernel.isEmpty()) {
      String all = (kernel + " " + append).strip() + (card ? " BOOTIF=01-" + Reading.MAC : "");
      require(all.length() < MAX_COMMAND_LINE, "cmdline too long");
      reading.commandLine = Optional.of("BOOT_IMAGE=" + all);
    }
    return reading;
  }

  private void line(String text) {
    require(text.length() < MAX_LINE, "a line too long: " + text);
    String line = text.stripLeading();
    String[] words = line.split("\\s", 2);
    String value = words.length < 2 ? "" : words[1].stripLeading();
    String keyword = words[0].toLowerCase(Locale.ROOT);
    switch (keyword) {
      case "kernel" -> {
        require(!value.matches(".*\\s.*"), "a kernel with arguments: " + value);
        kernel = value;
      }
      case "append" -> append = value;
      case "ipappend" -> card = value.equals("2");
      case "say" -> reading.shown.add(line.substring(4));
      case "menu" -> reading.shown.add(value.split("\\s+", 2)[1]);
      case "config", "pxe", "linux" -> {
        require(!value.matches(".*\\s.*"), "an argument: " + value);
        reading.next.add(value);
      }
      default ->
          require(
              line.isEmpty() || line.startsWith("#") || IGNORED.contains(keyword),
              "an unknown line: " + line);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
