package org.pairboot.artifacts.format.bootmenu;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file .treeinfo of installation trees (productmd's format), which names their files. */
final class Treeinfo {
  private Treeinfo() {}

  static void read(BootMenu menu) throws IOException {
    for (String path : List.of(".treeinfo", "treeinfo")) {
      Optional<String> text = menu.open(path);
      if (text.isPresent()) {
        read(menu, path, sections(text.get()));
      }
    }
  }

  private static void read(BootMenu menu, String path, Map<String, Map<String, String>> sections) {
    Map<String, String> general = sections.getOrDefault("general", Map.of());
    String arch = general.getOrDefault("arch", "");
    Map<String, String> images = sections.getOrDefault("images-" + arch, Map.of());
    String kernel = images.getOrDefault("kernel", "");
    if (!kernel.isEmpty()) {
      List<String> initrds =
          images.containsKey("initrd") ? List.of(images.get("initrd")) : List.of();
      menu.add(general.getOrDefault("name", ""), path, "", kernel, initrds, "");
    }
  }

  private static Map<String, Map<String, String>> sections(String text) {
    Map<String, Map<String, String>> sections = new HashMap<>();
    Map<String, String> section = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        section =
            sections.computeIfAbsent(line.substring(1, line.length() - 1), name -> new HashMap<>());
      } else if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
        section.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return sections;
  }
}
