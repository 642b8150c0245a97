package org.pairboot.artifacts.format.bootmenu;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;

/**
 * Configuration files of SYSLINUX and ISOLINUX (doc/syslinux.txt, doc/menu.txt of SYSLINUX). Names
 * without a leading slash are relative to the directory of the first file.
 */
final class SyslinuxMenu {
  private static final List<String> PLACES =
      List.of(
          "isolinux/isolinux.cfg",
          "isolinux/syslinux.cfg",
          "syslinux/isolinux.cfg",
          "syslinux/syslinux.cfg",
          "boot/isolinux/isolinux.cfg",
          "boot/isolinux/syslinux.cfg",
          "boot/syslinux/isolinux.cfg",
          "boot/syslinux/syslinux.cfg",
          "boot/*/loader/isolinux.cfg",
          "*/boot/syslinux/*.cfg",
          "isolinux.cfg",
          "syslinux.cfg");

  /** Programs of SYSLINUX, sectors and other boot loaders, by the ends of their names. */
  private static final List<String> NOT_KERNELS =
      List.of(".c32", ".com", ".cbt", ".0", ".bs", ".bin", ".bss", ".img");

  private final BootMenu menu;
  private final String directory;
  private String globalAppend = "";
  private Label label;

  private SyslinuxMenu(BootMenu menu, String directory) {
    this.menu = menu;
    this.directory = directory;
  }

  /** An entry under construction. */
  private static final class Label {
    private String title;
    private String kernel = "";
    private boolean isLinux;
    private String append;
    private String initrd = "";

    /** Another menu, for which {@code append} is its directory. */
    private String config = "";

    Label(String title) {
      this.title = title;
    }
  }

  static void read(BootMenu menu) throws IOException {
    for (String place : PLACES) {
      for (String path : menu.find(place)) {
        new SyslinuxMenu(menu, BootMenu.directoryOf(path)).read(path);
      }
    }
  }

  private void read(String path) throws IOException {
    for (String line : menu.open(path).orElse("").lines().map(String::strip).toList()) {
      String keyword = word(line);
      String rest = rest(line);
      switch (keyword) {
        case "label" -> {
          finish(path);
          label = new Label(rest);
        }
        case "menu" -> menuCommand(rest, path);
        case "include" -> include(word(rest, false), path);
        case "config" -> {
          if (label == null) {
            otherMenu(rest, path);
          } else {
            label.config = rest;
          }
        }
        case "kernel", "linux" -> {
          if (label != null) {
            label.kernel = word(rest, false);
            label.isLinux = keyword.equals("linux");
          }
        }
        case "initrd" -> {
          if (label != null) {
            label.initrd = rest;
          }
        }
        case "append" -> {
          if (label != null) {
            label.append = rest;
          } else {
            globalAppend = rest;
          }
        }
        default -> {
          // About how the menu looks and behaves.
        }
      }
    }
    finish(path);
  }

  private void menuCommand(String command, String path) throws IOException {
    switch (word(command)) {
      case "label" -> {
        if (label != null) {
          // The character after ^ is the key for the entry.
          label.title = rest(command).replace("^", "");
        }
      }
      case "include" -> include(word(rest(command), false), path);
      default -> {
        // About how the menu looks and behaves.
      }
    }
  }

  /** Included files continue this one. */
  private void include(String named, String path) throws IOException {
    finish(path);
    Optional<String> included = BootMenu.resolve(directory, named);
    if (included.isPresent()) {
      read(included.get());
    }
  }

  /** {@code CONFIG file [directory]} starts again in another directory. */
  private void otherMenu(String command, String path) throws IOException {
    Optional<String> other = BootMenu.resolve(directory, word(command, false));
    String named = word(rest(command), false);
    Optional<String> itsDirectory =
        named.isEmpty() ? Optional.of(directory) : BootMenu.resolve(directory, named);
    if (other.isPresent() && !other.get().equals(path)) {
      new SyslinuxMenu(menu, itsDirectory.orElse("")).read(other.get());
    }
  }

  private void finish(String path) throws IOException {
    Label finished = label;
    label = null;
    if (finished != null && !finished.config.isEmpty()) {
      String append = finished.append == null ? "" : " " + finished.append;
      otherMenu(finished.config + append, path);
      return;
    }
    if (finished == null || finished.kernel.isEmpty()) {
      return;
    }
    String append = finished.append == null ? globalAppend : finished.append;
    String kernel = finished.kernel.toLowerCase(Locale.ROOT);
    if (kernel.endsWith("menu.c32")) {
      otherMenu(append, path);
      return;
    }
    if (!finished.isLinux && NOT_KERNELS.stream().anyMatch(kernel::endsWith)) {
      return;
    }
    KernelArguments all = KernelArguments.parse(append.equals("-") ? "" : append);
    List<String> initrds =
        Stream.concat(
                all.all().stream()
                    .filter(argument -> argument.isNamed("initrd"))
                    .flatMap(argument -> argument.value().stream()),
                Stream.of(finished.initrd))
            .flatMap(names -> Stream.of(names.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    String arguments = all.without(new KernelArguments(List.of(new Argument("initrd")))).toString();
    menu.add(finished.title, path, directory, finished.kernel, initrds, arguments);
  }

  private static String word(String line) {
    return word(line, true);
  }

  private static String word(String line, boolean isKeyword) {
    String word = line.split("\\s", 2)[0];
    return isKeyword ? word.toLowerCase(Locale.ROOT) : word;
  }

  private static String rest(String line) {
    String[] both = line.split("\\s", 2);
    return both.length == 2 ? both[1].strip() : "";
  }
}
