package org.pairboot.artifacts.format.bootmenu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Type #1 entries of the Boot Loader Specification, which systemd-boot reads. */
final class LoaderEntries {
  private LoaderEntries() {}

  static void read(BootMenu menu) throws IOException {
    for (String place : List.of("loader/entries/*.conf", "boot/loader/entries/*.conf")) {
      for (String path : menu.find(place)) {
        Optional<String> text = menu.open(path);
        if (text.isPresent()) {
          read(menu, path, text.get());
        }
      }
    }
  }

  private static void read(BootMenu menu, String path, String text) {
    String title = "";
    String kernel = "";
    List<String> initrds = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      String[] both = line.split("\\s+", 2);
      String value = both.length == 2 ? both[1] : "";
      switch (both[0]) {
        case "title" -> title = value;
        case "linux" -> kernel = value;
        case "initrd" -> initrds.addAll(List.of(value.split("\\s+")));
        case "options" -> options.add(value);
        default -> {
          // Comments, and what does not matter here.
        }
      }
    }
    if (!kernel.isEmpty()) {
      // Paths are relative to the root of the file system, with or without the slash.
      menu.add(title, path, "", kernel, initrds, String.join(" ", options));
    }
  }
}
