package org.pairboot.appliance.boot.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** iPXE: src/image/script.c, src/core/exec.c and expand_settings() of src/core/settings.c. */
final class IpxeReader {
  private static final Set<String> ENDS = Set.of("||", "&&", ";");

  private final Reading reading = new Reading();
  private final Map<String, String> settings = new HashMap<>();
  private final boolean arrives;
  private List<String> lines = List.of();
  private int line;
  private boolean ended;

  /**
   * @param arrives what is fetched
   */
  IpxeReader(boolean arrives) {
    this.arrives = arrives;
    settings.put("netX/mac", Reading.MAC);
    settings.put("buildarch", "x86_64");
    settings.put("platform", "efi");
  }

  Reading read(String script) {
    if (!script.startsWith("#!ipxe\n")) {
      throw new AssertionError("no script");
    }
    lines = joined(script);
    boolean fine = true;
    while (!ended && fine && line < lines.size()) {
      fine = execute(lines.get(line++));
    }
    return reading;
  }

  private static List<String> joined(String script) {
    List<String> joined = new ArrayList<>();
    String begun = "";
    for (String each : script.split("\n")) {
      String whole = begun + each;
      boolean goesOn = whole.endsWith("\\");
      begun = goesOn ? whole.substring(0, whole.length() - 1) : "";
      if (!goesOn) {
        joined.add(whole);
      }
    }
    return joined;
  }

  /** One line, with what follows a terminator only where it is due. */
  private boolean execute(String text) {
    List<String> words =
        Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
    if (text.strip().startsWith(":")) {
      words = words.subList(1, words.size());
    }
    boolean fine = true;
    boolean due = true;
    int at = 0;
    while (at < words.size() && !words.get(at).startsWith("#") && !ended) {
      List<String> command = new ArrayList<>();
      while (at < words.size() && !ENDS.contains(words.get(at)) && !words.get(at).startsWith("#")) {
        command.add(words.get(at++));
      }
      if (due) {
        fine = command(command.stream().map(this::expanded).toList());
      }
      String end = at < words.size() ? words.get(at) : "";
      due = end.equals(";") || end.equals("||") && !fine || end.equals("&&") && fine;
      at += ENDS.contains(end) ? 1 : 0;
    }
    return fine;
  }

  private String expanded(String word) {
    String expanded = word;
    while (true) {
      int start = -1;
      int end = -1;
      for (int i = 0; i < expanded.length() && end < 0; i++) {
        start = expanded.startsWith("${", i) ? i : start;
        end = start >= 0 && expanded.charAt(i) == '}' ? i : -1;
      }
      if (end < 0) {
        return expanded;
      }
      String name = expanded.substring(start + 2, end).replaceFirst(":.*", "");
      expanded =
          expanded.substring(0, start)
              + settings.getOrDefault(name, "")
              + expanded.substring(end + 1);
    }
  }

  private boolean command(List<String> words) {
    if (words.isEmpty()) {
      return true;
    }
    List<String> arguments = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "set" -> set(arguments.getFirst(), rest(arguments, 1));
      case "echo" -> show(rest(notOption(arguments), 0));
      case "menu" -> show(rest(notOption(arguments), 0));
      case "item" -> show(rest(notOption(arguments), 1));
      case "choose" -> set(arguments.getLast(), arguments.get(arguments.indexOf("--default") + 1));
      case "iseq" -> arguments.get(0).equals(arguments.get(1));
      case "goto" -> goTo(arguments.getFirst());
      case "kernel" -> {
        reading.commandLine = Optional.of(rest(arguments, 1));
        yield arrives;
      }
      case "initrd" -> arrives && arguments.size() == 3;
      case "boot", "exit" -> {
        ended = true;
        yield true;
      }
      case "prompt", "imgfree" -> true;
      case "chain" -> {
        if (arguments.size() != 2 || !arguments.getFirst().equals("--replace")) {
          throw new AssertionError("chain with " + arguments);
        }
        reading.next.add(arguments.get(1));
        yield false;
      }
      default -> throw new AssertionError("an unknown command: " + words);
    };
  }

  private static List<String> notOption(List<String> arguments) {
    if (!arguments.isEmpty() && arguments.getFirst().startsWith("-")) {
      throw new AssertionError("an option: " + arguments);
    }
    return arguments;
  }

  private static String rest(List<String> words, int from) {
    return String.join(" ", words.subList(from, words.size()));
  }

  private boolean set(String setting, String value) {
    String[] nameAndType = setting.split(":");
    boolean hex = nameAndType.length > 1 && nameAndType[1].equals("hex");
    settings.put(nameAndType[0], hex ? String.valueOf((char) Integer.parseInt(value, 16)) : value);
    return true;
  }

  private boolean show(String text) {
    reading.shown.add(text);
    return true;
  }

  private boolean goTo(String label) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().split("\\s+")[0].equals(":" + label)) {
        line = i;
        return true;
      }
    }
    throw new AssertionError("no label " + label);
  }
}
