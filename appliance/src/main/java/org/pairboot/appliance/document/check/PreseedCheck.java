package org.pairboot.appliance.document.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.conf.NearMatch;

/**
 * Preseed files: lines of {@code OWNER QUESTION TYPE VALUE}, as debconf-set-selections(1) reads
 * them. A backslash at its end continues a line.
 */
public final class PreseedCheck implements DocumentCheck {
  private static final Set<String> TYPES =
      Set.of(
          "string",
          "boolean",
          "select",
          "multiselect",
          "password",
          "text",
          "note",
          "error",
          "title",
          // Not a type: answers whether the question has been asked already.
          "seen");

  @Override
  public List<Finding> check(String name, String text) {
    List<Finding> findings = new ArrayList<>();
    boolean continued = false;
    int number = 0;
    for (String line : Lines.of(text)) {
      number++;
      if (!continued && !line.isBlank() && !line.stripLeading().startsWith("#")) {
        int at = number;
        problem(line).ifPresent(problem -> findings.add(Finding.warning(at, "", problem)));
      }
      continued = line.endsWith("\\");
    }
    Lines.windowsEndings(text).ifPresent(findings::add);
    return findings;
  }

  private static Optional<String> problem(String line) {
    String[] words = line.strip().split("\\s+", 4);
    if (words.length < 3) {
      return Optional.of("is not of the form OWNER QUESTION TYPE VALUE");
    }
    return TYPES.contains(words[2])
        ? Optional.empty()
        : Optional.of(
            "'"
                + words[2]
                + "' is no type of a question"
                + NearMatch.of(words[2], TYPES)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(", such as string, boolean or select"));
  }
}
