package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * A path in which each segment may have one {@code *} or one placeholder, {@code <NAME:USUAL>}.
 * Both match any number of characters. A placeholder has the name of the kernel argument that says
 * what is there, and the usual value.
 *
 * @param text segments joined by single slashes
 */
record PathPattern(String text) {
  /** The name of what {@code *} matches. */
  static final String STAR = "*";

  /** A package repository on an ISO has some hundred files. */
  private static final int MAX_MATCHES = 1000;

  private static final Pattern PLACEHOLDER = Pattern.compile("<([^:>]+):([^>]*)>");
  private static final Pattern WILDCARD = Pattern.compile("\\*|<([^:>]+):[^>]*>");

  /**
   * A file that matches.
   *
   * @param path of the file; literal segments are spelled as in the pattern
   * @param values what the wildcards match, by name; of several with one name, the last
   */
  record Match(String path, Map<String, String> values, ImageFile file) {
    /** What the last {@code *} matches; empty if there is none. */
    String star() {
      return values.getOrDefault(STAR, "");
    }
  }

  /** This pattern with those of its wildcards replaced that {@code values} has. */
  PathPattern with(Map<String, String> values) {
    return new PathPattern(joined(replaced(text, values)));
  }

  /** The value of an argument may begin or end with a slash. */
  private static String joined(String path) {
    return Stream.of(path.split("/"))
        .filter(segment -> !segment.isEmpty())
        .collect(Collectors.joining("/"));
  }

  /** {@code template} with the value of each placeholder, or the usual one. */
  static String fill(String template, Map<String, String> values) {
    return usual(replaced(template, values));
  }

  private static String replaced(String template, Map<String, String> values) {
    return WILDCARD
        .matcher(template)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                values.getOrDefault(
                    found.group(1) == null ? STAR : found.group(1), found.group())));
  }

  /** This pattern with the usual values. */
  PathPattern usual() {
    return new PathPattern(joined(usual(text)));
  }

  /** {@code template} with the usual value of each placeholder. */
  static String usual(String template) {
    return PLACEHOLDER.matcher(template).replaceAll("$2");
  }

  /** The names of the placeholders. */
  List<String> placeholders() {
    return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).toList();
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

  /** What the wildcards match in {@code path}; empty if it does not match. */
  Optional<Map<String, String>> match(String path) {
    String[] patterns = text.split("/");
    String[] names = path.split("/");
    Map<String, String> values = new HashMap<>();
    boolean matches = patterns.length == names.length;
    for (int i = 0; matches && i < names.length; i++) {
      matches = matches(patterns[i], names[i], values);
    }
    return matches ? Optional.of(values) : Optional.empty();
  }

  /** All files that match, sorted by path. */
  List<Match> find(FileTree tree) throws IOException {
    List<Match> found = new ArrayList<>();
    find(tree, "", Map.of(), 0, found);
    return found;
  }

  private void find(
      FileTree tree, String parent, Map<String, String> values, int segment, List<Match> found)
      throws IOException {
    String[] segments = text.split("/");
    String pattern = segments[segment];
    boolean isWild = WILDCARD.matcher(pattern).find();
    for (String name : isWild ? tree.names(parent) : List.of(pattern)) {
      Map<String, String> itsValues = new HashMap<>(values);
      if (!matches(pattern, name, itsValues)) {
        continue;
      }
      String path = parent.isEmpty() ? name : parent + "/" + name;
      if (segment + 1 < segments.length) {
        find(tree, path, itsValues, segment + 1, found);
        continue;
      }
      Optional<ImageFile> file = tree.file(path);
      if (file.isPresent() && found.size() == MAX_MATCHES) {
        throw new BadImageException(
            tree.name(), 0, "has more than " + MAX_MATCHES + " files that match " + text);
      }
      file.ifPresent(content -> found.add(new Match(path, itsValues, content)));
    }
  }

  /** Whether {@code name} matches {@code segment}. */
  static boolean matches(String segment, String name) {
    return matches(segment, name, new HashMap<>());
  }

  private static boolean matches(String segment, String name, Map<String, String> values) {
    Optional<MatchResult> wildcard = WILDCARD.matcher(segment).results().findFirst();
    if (wildcard.isEmpty()) {
      return segment.equals(name);
    }
    MatchResult found = wildcard.get();
    String before = segment.substring(0, found.start());
    // A value that is known by now must be the same here.
    String after = new PathPattern(segment.substring(found.end())).with(values).text();
    if (name.length() < before.length() + after.length()
        || !name.startsWith(before)
        || !name.endsWith(after)) {
      return false;
    }
    values.put(
        found.group(1) == null ? STAR : found.group(1),
        name.substring(before.length(), name.length() - after.length()));
    return true;
  }

  @Override
  public String toString() {
    return usual(text);
  }
}
