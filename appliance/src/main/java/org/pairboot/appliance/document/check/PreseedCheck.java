package org.pairboot.appliance.document.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.conf.NearMatch;

/**
 * Preseed files: lines of {@code OWNER QUESTION TYPE VALUE}, as debconf-set-selections(1) reads
 * them. A line that ends in a backslash continues on the next.
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
          // Not a type: sets the flag of a question that has already been asked.
          "seen");

  @Override
  public List<Violation> check(String name, String text) {
    List<Violation> violations = new ArrayList<>();
    boolean continued = false;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!continued && !line.isBlank() && !line.stripLeading().startsWith("#")) {
        int at = number;
        problem(line).ifPresent(problem -> violations.add(Violation.warning(at, "", problem)));
      }
      continued = line.endsWith("\\");
    }
    Violation.ofWindowsLineEndings(text).ifPresent(violations::add);
    return violations;
  }

  private static Optional<String> problem(String line) {
    String[] words = line.strip().split("\\s+", 4);
    if (words.length < 3) {
      return Optional.of("expected OWNER QUESTION TYPE VALUE");
    }
    return TYPES.contains(words[2])
        ? Optional.empty()
        : Optional.of(
            "unknown question type '"
                + words[2]
                + "'"
                + NearMatch.of(words[2], TYPES)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; expected one such as string, boolean or select"));
  }
}
