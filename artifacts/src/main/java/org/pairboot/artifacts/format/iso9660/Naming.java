package org.pairboot.artifacts.format.iso9660;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Whose names an image is read by. */
sealed interface Naming {

  /**
   * Rock Ridge.
   *
   * @param skip bytes in front of each system use area that belong to somebody else
   */
  record RockRidge(int skip) implements Naming {}

  /** Joliet: a second tree of directories with names in UCS-2. */
  record Joliet() implements Naming {}

  /** Neither: upper case, eight characters and three, and a version number. */
  record Plain() implements Naming {}

  /** The name that {@code identifier} stands for by itself. */
  default String nameOf(byte[] identifier) {
    String written =
        new String(
            identifier,
            this instanceof Joliet ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    int version = written.lastIndexOf(';');
    String name = version > 0 ? written.substring(0, version) : written;
    if (this instanceof Joliet) {
      return name;
    }
    // "VMLINUZ." is how the standard writes a name without an extension.
    String stripped = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return stripped.toLowerCase(Locale.ROOT);
  }
}
