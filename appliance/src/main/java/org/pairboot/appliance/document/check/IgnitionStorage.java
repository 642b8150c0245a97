package org.pairboot.appliance.document.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.pairboot.appliance.document.check.IgnitionCheck.Version;

/** The section {@code storage} of an Ignition config. */
final class IgnitionStorage {
  private static final List<String> KEYS =
      List.of("directories", "disks", "files", "filesystems", "links", "luks", "raid");
  private static final Set<String> NODE_KEYS =
      Set.of("path", "overwrite", "user", "group", "mode", "filesystem");
  private static final Set<String> FILE_KEYS =
      Set.of("path", "overwrite", "user", "group", "mode", "filesystem", "contents", "append");
  private static final Set<String> LINK_KEYS =
      Set.of("path", "overwrite", "user", "group", "filesystem", "target", "hard");

  /** Permissions as they are written in a shell, in octal. JSON numbers are decimal. */
  private static final Set<Long> OCTAL_LOOKING =
      Set.of(
          400L, 440L, 444L, 500L, 550L, 555L, 600L, 640L, 644L, 660L, 664L, 666L, 700L, 750L, 755L,
          770L, 775L, 777L, 1777L, 2755L, 4755L);

  private static final int LARGEST_MODE = 07777;

  private final Version version;

  /** The first definition of each path. */
  private final Map<String, JsonValue> paths = new HashMap<>();

  private IgnitionStorage(Version version) {
    this.version = version;
  }

  static void check(JsonValue storage, Version version) {
    storage.warnOfUnknown(KEYS);
    IgnitionStorage check = new IgnitionStorage(version);
    storage.objects("directories").forEach(directory -> check.checkNode(directory, NODE_KEYS));
    storage.objects("files").forEach(check::checkFile);
    storage.objects("links").forEach(check::checkLink);
    storage.objects("disks").forEach(disk -> checkPath(disk, "device"));
    storage.objects("filesystems").forEach(check::checkFilesystem);
  }

  private void checkFile(JsonValue file) {
    checkNode(file, FILE_KEYS);
    JsonValue contents = file.object("contents");
    if (contents.isPresent()) {
      IgnitionSources.check(contents);
    }
    if (version.major() == 3) {
      file.objects("append").forEach(IgnitionSources::check);
    }
  }

  private void checkLink(JsonValue link) {
    checkNode(link, LINK_KEYS);
    link.requiredText("target");
  }

  private void checkNode(JsonValue node, Set<String> keys) {
    node.warnOfUnknown(keys);
    if (version.major() == 2) {
      node.requiredText("filesystem");
    } else if (node.get("filesystem").isPresent()) {
      node.get("filesystem").error("only spec 2 has this key; ignition.version is " + version);
    }
    checkPath(node, "path");
    checkMode(node);
    node.text("path").ifPresent(path -> checkUnique(path, node));
  }

  private void checkUnique(String path, JsonValue node) {
    JsonValue first = paths.putIfAbsent(path, node);
    // In spec 2, paths are unique per file system, and a file is named again to append to it.
    if (first != null && version.major() == 3) {
      node.get("path").error("'" + path + "' is already defined at " + first.pointer());
    }
  }

  private static void checkMode(JsonValue node) {
    OptionalLong mode = node.integer("mode");
    if (mode.isEmpty()) {
      return;
    }
    long value = mode.getAsLong();
    if (value < 0 || value > LARGEST_MODE) {
      node.get("mode").error("invalid mode " + value + "; expected 0 to 4095 (octal 7777)");
    } else if (OCTAL_LOOKING.contains(value)) {
      node.get("mode")
          .warn(
              "JSON numbers are decimal: "
                  + value
                  + " is octal "
                  + Long.toOctalString(value)
                  + "; for octal "
                  + value
                  + " write "
                  + Long.parseLong(Long.toString(value), 8));
    }
  }

  private void checkFilesystem(JsonValue filesystem) {
    // Spec 2 has the same members one level deeper, and names for what is already mounted.
    JsonValue mount = version.major() == 2 ? filesystem.object("mount") : filesystem;
    if (mount.isPresent()) {
      checkPath(mount, "device");
    }
    if (version.major() == 3) {
      checkAbsolute(filesystem, "path");
    }
  }

  private static void checkPath(JsonValue owner, String name) {
    owner.requiredText(name);
    checkAbsolute(owner, name);
  }

  private static void checkAbsolute(JsonValue owner, String name) {
    owner
        .text(name)
        .filter(path -> !path.isEmpty() && !path.startsWith("/"))
        .ifPresent(path -> owner.get(name).error("'" + path + "' is not an absolute path"));
  }
}
