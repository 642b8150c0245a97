package org.pairboot.artifacts.format.bootmenu;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Reads the boot menus of a medium. The medium is not trusted: each file is read at most once,
 * which ends circles of includes, and files and entries are counted. Confined to one thread.
 */
public final class BootMenu {
  private static final int MAX_FILES = 100;
  private static final int MAX_ENTRIES = 200;
  private static final int MAX_TITLE = 100;

  /** As long as the longest command line that Linux takes, on any architecture. */
  private static final int MAX_ARGUMENTS = 4096;

  private final MenuFiles files;
  private final Set<String> opened = new HashSet<>();
  private final List<MenuEntry> entries = new ArrayList<>();

  private BootMenu(MenuFiles files) {
    this.files = files;
  }

  /**
   * The entries of all menus, those of one menu in its order. Entries that start the same, or have
   * the same title, are there once: most media have a menu for BIOS and one for UEFI.
   */
  public static List<MenuEntry> entries(MenuFiles files) throws IOException {
    BootMenu menu = new BootMenu(files);
    SyslinuxMenu.read(menu);
    GrubMenu.read(menu);
    LoaderEntries.read(menu);
    Treeinfo.read(menu);
    return List.copyOf(menu.entries);
  }

  /** The text of a file that was not read yet. */
  Optional<String> open(String path) throws IOException {
    return opened.size() < MAX_FILES && opened.add(path) ? files.text(path) : Optional.empty();
  }

  /** The files that match; {@code *} stands for any characters of one name. */
  List<String> find(String pattern) throws IOException {
    List<String> found = List.of("");
    for (String segment : pattern.split("/")) {
      List<String> next = new ArrayList<>();
      for (String parent : found) {
        String prefix = parent.isEmpty() ? "" : parent + "/";
        if (!segment.contains("*")) {
          next.add(prefix + segment);
          continue;
        }
        int star = segment.indexOf('*');
        files.names(parent).stream()
            .filter(name ->
                name.length() >= segment.length() - 1
                    && name.startsWith(segment.substring(0, star))
                    && name.endsWith(segment.substring(star + 1)))
            .limit(MAX_FILES)
            .forEach(name -> next.add(prefix + name));
      }
      found = next.subList(0, Math.min(next.size(), MAX_FILES));
    }
    return found;
  }

  /**
   * Adds an entry.
   *
   * @param initrds as written, absolute or below {@code directory}
   */
  void add(
      String title,
      String from,
      String directory,
      String kernel,
      List<String> initrds,
      String arguments) {
    Optional<String> kernelPath = resolve(directory, kernel);
    List<String> initrdPaths =
        initrds.stream().flatMap(initrd -> resolve(directory, initrd).stream()).toList();
    if (kernelPath.isEmpty()
        || initrdPaths.size() != initrds.size()
        || entries.size() == MAX_ENTRIES
        || arguments.length() > MAX_ARGUMENTS) {
      return;
    }
    String shown = PrintableText.of(title.isBlank() ? kernelPath.get() : title.strip(), MAX_TITLE);
    MenuEntry entry =
        new MenuEntry(shown, from, kernelPath.get(), initrdPaths, printable(arguments));
    boolean isKnown =
        entries.stream()
            .anyMatch(other ->
                other.startsTheSameAs(entry) || other.title().equalsIgnoreCase(entry.title()));
    if (!isKnown) {
      entries.add(entry);
    }
  }

  private static KernelArguments printable(String arguments) {
    List<Argument> all =
        KernelArguments.parse(arguments).all().stream()
            .filter(argument -> PrintableText.isPrintable(argument.text()))
            .toList();
    return new KernelArguments(all);
  }

  /**
   * The path of a file that is named in {@code directory}; empty if it leaves the medium. Loaders
   * may name the device first, as in {@code (cd0)/boot/vmlinuz}.
   */
  static Optional<String> resolve(String directory, String named) {
    String text = named.startsWith("(") ? named.substring(named.indexOf(')') + 1) : named;
    Deque<String> path = new ArrayDeque<>();
    for (String segment : (text.startsWith("/") ? text : directory + "/" + text).split("/")) {
      if (segment.equals("..")) {
        if (path.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        path.add(segment);
      }
    }
    return path.isEmpty() ? Optional.empty() : Optional.of(String.join("/", path));
  }

  /** The directory of a file; the root is the empty string. */
  static String directoryOf(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
