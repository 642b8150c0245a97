package org.pairboot.appliance.boot.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GRUB 2: grub-core/script/yylex.l, and grub_create_loader_cmdline() of lib/cmdline.c. */
final class GrubReader {
  private static final Set<String> KEYWORDS = Set.of("if", "then", "else", "fi");
  private static final Set<String> IGNORED =
      Set.of("set", "insmod", "[", "initrd", "sleep", "exit", "reboot", "boot");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");
  private static final Map<String, String> VARIABLES =
      Map.of(
          "pairboot", "(tftp,192.0.2.1)",
          "net_default_mac", Reading.MAC.replace('-', ':'),
          "arrived", "all",
          "runs", "yes",
          "grub_cpu", "x86_64",
          "grub_platform", "efi");

  private final Reading reading = new Reading();
  private List<String> command = new ArrayList<>();
  private StringBuilder word;
  private String text;
  private int at;

  Reading read(String script) {
    text = script;
    while (at < text.length()) {
      next();
    }
    endCommand();
    return reading;
  }

  private void next() {
    char c = text.charAt(at);
    switch (c) {
      case ' ', '\t' -> {
        endWord();
        at++;
      }
      case '\n', ';', '{', '}' -> {
        endWord();
        endCommand();
        at++;
      }
      case '#' -> {
        if (word == null) {
          at = text.indexOf('\n', at);
        } else {
          add(c);
        }
      }
      case '|', '&', '<', '>' -> throw new AssertionError("a sign of its own: " + c);
      case '*', '?' -> throw new AssertionError("a wildcard");
      case '\'' -> {
        int end = text.indexOf('\'', at + 1);
        word().append(text, at + 1, end);
        at = end + 1;
      }
      case '"' -> doubleQuoted();
      case '\\' -> {
        word().append(text.charAt(at + 1));
        at += 2;
      }
      case '$' -> word().append(variable());
      default -> add(c);
    }
  }

  private void doubleQuoted() {
    at++;
    while (text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '$') {
        word().append(variable());
      } else if (c == '\\' && "$\\\"".indexOf(text.charAt(at + 1)) >= 0) {
        word().append(text.charAt(at + 1));
        at += 2;
      } else {
        add(c);
      }
    }
    word();
    at++;
  }

  private String variable() {
    Matcher matcher = VARIABLE.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new AssertionError("a dollar sign without a variable");
    }
    at = matcher.end();
    String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    if (!VARIABLES.containsKey(name)) {
      throw new AssertionError("a variable that nobody sets: " + name);
    }
    return VARIABLES.get(name);
  }

  private StringBuilder word() {
    word = word == null ? new StringBuilder() : word;
    return word;
  }

  private void add(char c) {
    word().append(c);
    at++;
  }

  private void endWord() {
    if (word != null) {
      command.add(word.toString());
      word = null;
    }
  }

  private void endCommand() {
    List<String> words = command;
    command = new ArrayList<>();
    while (!words.isEmpty() && KEYWORDS.contains(words.getFirst())) {
      words = words.subList(1, words.size());
    }
    if (!words.isEmpty()) {
      execute(words.getFirst(), words.subList(1, words.size()));
    }
  }

  private void execute(String name, List<String> arguments) {
    switch (name) {
      case "linux" ->
          reading.commandLine = Optional.of(commandLine(arguments.subList(1, arguments.size())));
      case "echo", "menuentry" -> {
        if (arguments.getFirst().startsWith("-")
            || name.equals("menuentry") && arguments.size() > 1) {
          throw new AssertionError(name + " of " + arguments);
        }
        reading.shown.add(String.join(" ", arguments));
      }
      case "configfile", "chainloader" -> {
        if (arguments.size() != 1) {
          throw new AssertionError(name + " of " + arguments);
        }
        reading.next.add(arguments.getFirst());
      }
      default -> {
        if (!IGNORED.contains(name)) {
          throw new AssertionError("an unknown command: " + name + " " + arguments);
        }
      }
    }
  }

  /** What GRUB makes of words: quotes around those with a blank, backslashes before some signs. */
  private static String commandLine(List<String> words) {
    List<String> written = new ArrayList<>();
    for (String each : words) {
      String escaped = each.replaceAll("(['\"]|\\\\(?!x[0-9A-Fa-f]{2}))", "\\\\$1");
      written.add(each.contains(" ") ? '"' + escaped + '"' : escaped);
    }
    return String.join(" ", written);
  }
}
