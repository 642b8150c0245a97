package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * A path in which each segment may have one {@code *}, which matches any number of characters.
 *
 * @param text segments joined by single slashes
 */
record PathPattern(String text) {
  /** A package repository on an ISO has some hundred files. */
  private static final int MAX_MATCHES = 1000;

  /**
   * A file that matches.
   *
   * @param path of the file; literal segments are spelled as in the pattern
   * @param star what the last {@code *} matches; empty if there is none
   */
  record Match(String path, String star, ImageFile file) {}

  /** This pattern with each {@code *} replaced by {@code star}. */
  PathPattern with(String star) {
    return new PathPattern(text.replace("*", star));
  }

  boolean isLiteral() {
    return text.indexOf('*') < 0;
  }

  /** The directory, with its trailing slash; empty for the root. */
  String directory() {
    return text.substring(0, text.lastIndexOf('/') + 1);
  }

  /** The last segment. */
  String lastSegment() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** All files that match, sorted by path. */
  List<Match> find(FileTree tree) throws IOException {
    List<Match> found = new ArrayList<>();
    find(tree, "", "", 0, found);
    return found;
  }

  private void find(FileTree tree, String parent, String star, int segment, List<Match> found)
      throws IOException {
    String[] segments = text.split("/");
    String pattern = segments[segment];
    for (String name : pattern.contains("*") ? tree.names(parent) : List.of(pattern)) {
      if (!matches(pattern, name)) {
        continue;
      }
      String path = parent.isEmpty() ? name : parent + "/" + name;
      String itsStar = pattern.contains("*") ? starOf(pattern, name) : star;
      if (segment + 1 < segments.length) {
        find(tree, path, itsStar, segment + 1, found);
        continue;
      }
      Optional<ImageFile> file = tree.file(path);
      if (file.isPresent() && found.size() == MAX_MATCHES) {
        throw new BadImageException(
            tree.name(), 0, "has more than " + MAX_MATCHES + " files that match " + text);
      }
      file.ifPresent(content -> found.add(new Match(path, itsStar, content)));
    }
  }

  /** Whether {@code name} matches {@code segment}. */
  static boolean matches(String segment, String name) {
    int at = segment.indexOf('*');
    return at < 0
        ? segment.equals(name)
        : name.length() >= segment.length() - 1
            && name.startsWith(segment.substring(0, at))
            && name.endsWith(segment.substring(at + 1));
  }

  private static String starOf(String segment, String name) {
    int at = segment.indexOf('*');
    return name.substring(at, name.length() - (segment.length() - 1 - at));
  }

  @Override
  public String toString() {
    return text;
  }
}
