package org.pairboot.artifacts.format.bootmenu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pairboot.artifacts.format.bootmenu.GrubScript.Statement;

/**
 * GRUB's configuration files (GRUB manual, "Writing full configuration files directly"). They are
 * programs; here, variables have their last value, all branches of a condition run, and functions
 * do not. That shows the entries of all menus in which the entries do not come out of a loop.
 */
final class GrubMenu {
  private static final List<String> PLACES =
      List.of(
          "boot/grub/grub.cfg",
          "boot/grub2/grub.cfg",
          // SystemRescue's grubsrcd.cfg.
          "boot/grub/grub*.cfg",
          "boot/grub/loopback.cfg",
          "EFI/BOOT/grub.cfg",
          "EFI/*/grub.cfg",
          "efi/boot/grub.cfg",
          "grub/grub.cfg",
          "grub2/grub.cfg",
          "boot/grub/*/grub.cfg");

  private static final Set<String> KEYWORDS =
      Set.of("if", "elif", "then", "else", "fi", "for", "while", "until", "do", "done", "!");

  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");

  /** Menus have submenus one or two deep. */
  private static final int MAX_DEPTH = 16;

  private static final int MAX_VARIABLES = 500;

  /** Options of menuentry that have a value, in the next word unless after an equals sign. */
  private static final Set<String> OPTIONS_WITH_VALUE =
      Set.of("--class", "--id", "--hotkey", "--users");

  private final BootMenu menu;
  private final Map<String, String> variables = new HashMap<>();
  private int depth;

  private GrubMenu(BootMenu menu, String prefix) {
    this.menu = menu;
    variables.put("prefix", "/" + prefix);
  }

  /** An entry under construction. */
  private static final class Entry {
    private final String title;
    private String kernel = "";
    private String arguments = "";
    private final List<String> initrds = new ArrayList<>();

    Entry(String title) {
      this.title = title;
    }
  }

  static void read(BootMenu menu) throws IOException {
    for (String place : PLACES) {
      for (String path : menu.find(place)) {
        new GrubMenu(menu, BootMenu.directoryOf(path)).read(path);
      }
    }
  }

  private void read(String path) throws IOException {
    Optional<String> text = menu.open(path);
    if (text.isPresent() && depth < MAX_DEPTH) {
      GrubScript script = new GrubScript(text.get(), variables);
      depth++;
      while (!script.isAtEnd()) {
        block(script, path, new Entry(""));
      }
      depth--;
    }
  }

  /** Runs statements up to the brace that ends the block. */
  private void block(GrubScript script, String path, Entry entry) throws IOException {
    while (true) {
      Statement statement = script.next();
      List<String> words = withoutKeywords(statement.words());
      String command = words.isEmpty() ? "" : words.getFirst();
      switch (statement.end()) {
        case OPEN -> open(command, words, script, path);
        case SEPARATOR -> run(command, words, path, entry);
        case CLOSE, END_OF_FILE -> {
          run(command, words, path, entry);
          return;
        }
      }
    }
  }

  private static List<String> withoutKeywords(List<String> words) {
    int first = 0;
    while (first < words.size() && KEYWORDS.contains(words.get(first))) {
      first++;
    }
    return words.subList(first, words.size());
  }

  private void open(String command, List<String> words, GrubScript script, String path)
      throws IOException {
    if (command.equals("function") || depth == MAX_DEPTH) {
      script.skipBlock();
      return;
    }
    Entry entry = new Entry(title(words));
    Map<String, String> outside = new HashMap<>(variables);
    depth++;
    block(script, path, entry);
    depth--;
    if (command.equals("menuentry")) {
      variables.clear();
      variables.putAll(outside);
      if (!entry.kernel.isEmpty()) {
        menu.add(entry.title, path, "", entry.kernel, entry.initrds, entry.arguments);
      }
    }
  }

  private void run(String command, List<String> words, String path, Entry entry)
      throws IOException {
    Matcher assignment = ASSIGNMENT.matcher(command.equals("set") ? second(words) : command);
    if (assignment.matches()) {
      if (variables.size() < MAX_VARIABLES) {
        variables.put(assignment.group(1), assignment.group(2));
      }
      return;
    }
    switch (command) {
      case "linux", "linuxefi", "linux16" -> {
        entry.kernel = second(words);
        entry.arguments =
            words.stream()
                .skip(2)
                // What is left of a variable that only GRUB itself sets.
                .filter(word -> !word.endsWith("="))
                .map(GrubMenu::quoted)
                .collect(Collectors.joining(" "));
      }
      case "initrd", "initrdefi", "initrd16" ->
          words.stream().skip(1).filter(name -> !name.isEmpty()).forEach(entry.initrds::add);
      case "source", "configfile", "." -> {
        Optional<String> other = BootMenu.resolve(BootMenu.directoryOf(path), second(words));
        if (other.isPresent()) {
          read(other.get());
        }
      }
      default -> {
        // Commands that do not say what is booted.
      }
    }
  }

  private static String title(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      if (!words.get(i).startsWith("--")) {
        return words.get(i);
      }
      if (OPTIONS_WITH_VALUE.contains(words.get(i))) {
        i++;
      }
    }
    return "";
  }

  private static String second(List<String> words) {
    return words.size() > 1 ? words.get(1) : "";
  }

  /** As the kernel reads it: GRUB has removed its own quotes. */
  private static String quoted(String word) {
    return word.indexOf(' ') < 0 || word.indexOf('"') >= 0 ? word : '"' + word + '"';
  }
}
