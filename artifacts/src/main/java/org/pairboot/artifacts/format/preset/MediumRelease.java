package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Which release a medium says that it is.
 *
 * @param title as written there, made printable; possibly empty
 * @param version possibly shared with other builds of the same release
 */
public record MediumRelease(String title, Optional<String> version) {
  private static final int MAX_TITLE = 120;
  private static final String TREEINFO = ".treeinfo";

  /** The first number with dots, as in "Ubuntu-Server 24.04.3 LTS", and what packagers append. */
  private static final Pattern DOTTED =
      Pattern.compile("(?<![0-9A-Za-z.])([0-9]{1,8}(?:\\.[0-9]{1,8}){1,4}(?:-[0-9]{1,8})?)");

  private static final Pattern FIRST_LINE = Pattern.compile("([^\\r\\n]+)");
  private static final Pattern TREEINFO_NAME = Pattern.compile("(?m)^name *= *([^\\r\\n]+)");
  private static final Pattern TREEINFO_VERSION =
      Pattern.compile("(?m)^version *= *([0-9A-Za-z][0-9A-Za-z._-]{0,30})[ \\t]*\\r?$");

  private static final List<Place> PLACES =
      List.of(
          // Debian's and Ubuntu's, and those of what is made with live-build.
          new Place(".disk/info", FIRST_LINE, DOTTED),
          new Place(TREEINFO, TREEINFO_NAME, TREEINFO_VERSION),
          new Place("arch/version", FIRST_LINE, DOTTED),
          new Place("sysresccd/VERSION", FIRST_LINE, DOTTED),
          new Place(".alpine-release", FIRST_LINE, Pattern.compile("([0-9]+(?:\\.[0-9]+)+)")));

  private record Place(String path, Pattern title, Pattern version) {}

  /** What the first of the usual files says; empty if the medium has none of them. */
  static Optional<MediumRelease> of(FileTree tree) throws IOException {
    for (Place place : PLACES) {
      Optional<String> text =
          tree.text(place.path())
              .map(content -> place.path().equals(TREEINFO) ? withoutHeader(content) : content);
      if (text.isPresent()) {
        String title = first(place.title(), text.get()).orElse("").strip();
        return Optional.of(
            new MediumRelease(
                PrintableText.of(title, MAX_TITLE), first(place.version(), text.get())));
      }
    }
    return Optional.empty();
  }

  /** The header has a version too, which is that of the file's form. */
  private static String withoutHeader(String treeinfo) {
    return Stream.of("[general]", "[release]")
        .filter(treeinfo::contains)
        .findFirst()
        .map(section -> treeinfo.substring(treeinfo.indexOf(section)))
        .orElse("");
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().map((MatchResult found) -> found.group(1));
  }
}
