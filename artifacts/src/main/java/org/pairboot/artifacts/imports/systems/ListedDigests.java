package org.pairboot.artifacts.imports.systems;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.imports.systems.SystemCatalogue.CatalogueException;

/**
 * The SHA-256 digests in a document of one of these forms, which may be mixed and have digests of
 * other kinds among them:
 *
 * <pre>
 * HEX  NAME, HEX *NAME     sha256sum
 * SHA256 (NAME) = HEX      sha256sum --tag, BSD
 * HEX SIZE NAME            Release files of Debian
 * NAME = sha256:HEX        .treeinfo
 * HEX                      of the one file beside it
 * </pre>
 */
final class ListedDigests {
  /** The list of all installer files of Debian has some 100 KB, its Release file some 200 KB. */
  static final int MAX_BYTES = 4 << 20;

  private static final String HEX = "(?<hex>[0-9A-Fa-f]{64})";

  /** No form has two ways to match a line, so the time is linear. */
  private static final Pattern LINE =
      Pattern.compile(
          "SHA256 \\((?<tagged>[^)]+)\\) = (?<taggedHex>[0-9A-Fa-f]{64})"
              + "|(?<key>\\S+)\\s*=\\s*sha256:(?<keyHex>[0-9A-Fa-f]{64})"
              + "|"
              + HEX
              + "(?:\\s+(?:\\d+\\s+)?\\*?(?<name>\\S.*))?");

  /** Longer lines are no digests, and are not looked at. */
  private static final int MAX_LINE = 1000;

  private final String place;
  private final Map<String, Sha256> digests = new HashMap<>();
  private final Set<String> contradictory = new HashSet<>();

  private ListedDigests(String place) {
    this.place = place;
  }

  /**
   * Parses a document.
   *
   * @param place its URL
   */
  static ListedDigests parse(String place, byte[] document) {
    ListedDigests list = new ListedDigests(place);
    new String(document, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> line.length() <= MAX_LINE)
        .forEach(list::read);
    return list;
  }

  private void read(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return;
    }
    if (line.group("tagged") != null) {
      add(line.group("tagged"), line.group("taggedHex"));
    } else if (line.group("key") != null) {
      add(line.group("key"), line.group("keyHex"));
    } else {
      add(Optional.ofNullable(line.group("name")).orElse(""), line.group("hex"));
    }
  }

  private void add(String name, String hex) {
    Sha256 digest = new Sha256(hex.toLowerCase(Locale.ROOT));
    String path = name.replaceFirst("^(\\./)+", "");
    Sha256 other = digests.putIfAbsent(path, digest);
    if (other != null && !other.equals(digest)) {
      contradictory.add(path);
    }
  }

  /**
   * The digest of the file at the URL {@code file}: listed with its path from the directory of the
   * list, else by its name alone.
   *
   * @throws CatalogueException when it is not listed, or twice with different digests
   */
  Sha256 of(String file) throws CatalogueException {
    String directory = place.substring(0, place.lastIndexOf('/') + 1);
    String path = file.startsWith(directory) ? file.substring(directory.length()) : file;
    String name = file.substring(file.lastIndexOf('/') + 1);
    for (String candidate : new String[] {path, name}) {
      if (contradictory.contains(candidate)) {
        throw new CatalogueException(
            "%s lists two digests of %s; nothing was imported".formatted(place, candidate));
      }
      if (digests.containsKey(candidate)) {
        return digests.get(candidate);
      }
    }
    // A list of this file alone: under no name, or under that of a build, which this one links to.
    boolean isOfThisFile = digests.containsKey("") || place.startsWith(file + ".");
    if (digests.size() == 1 && isOfThisFile && contradictory.isEmpty()) {
      return digests.values().iterator().next();
    }
    throw new CatalogueException(
        "%s lists no SHA-256 digest of %s: a server may be in the middle of an update; try again later, or with another --mirror"
            .formatted(place, name));
  }
}
