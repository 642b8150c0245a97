package org.pairboot.appliance.document.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The data that cloud-init fetches for its source NoCloud: {@code user-data}, {@code vendor-data},
 * {@code meta-data} and {@code network-config}.
 *
 * <p>cloud-init recognises the type of user data by the first line. It ignores what it does not
 * know, with no more than a line in a log on the machine; see INCLUSION_TYPES_MAP in its sources.
 */
public final class CloudInitCheck implements DocumentCheck {
  static final String HEADERS =
      "#cloud-config, #!, ## template: jinja, #include, #cloud-boothook or Content-Type:";

  private static final Pattern HEADER =
      Pattern.compile(
          "#cloud-config(-archive|-jsonp)?\\s*|#!.*|## template: ?jinja.*|#include(-once)?.*"
              + "|#cloud-boothook.*|#part-handler.*|(?i:(content-type|mime-version):.*)");

  private static final Pattern YAML_TAB = Pattern.compile(" *\\t.*");

  @Override
  public List<Violation> check(String name, String text) {
    List<Violation> violations = new ArrayList<>();
    List<String> lines = text.lines().toList();
    switch (name) {
      case "meta-data" -> checkTabs(lines, violations);
      case "network-config" -> {
        checkNetwork(lines, violations);
        checkTabs(lines, violations);
      }
      default -> checkUserData(lines, violations);
    }
    Violation.ofWindowsLineEndings(text).ifPresent(violations::add);
    return violations;
  }

  private static void checkUserData(List<String> lines, List<Violation> violations) {
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (!HEADER.matcher(first).matches()) {
      int later = 1;
      while (later < lines.size() && !HEADER.matcher(lines.get(later)).matches()) {
        later++;
      }
      violations.add(
          Violation.warning(
              1,
              "",
              "cloud-init ignores user data whose first line is not one of "
                  + HEADERS
                  + (later < lines.size() ? "; move line " + (later + 1) + " to the top" : "")));
    } else if (first.startsWith("#cloud-config") || first.startsWith("## template")) {
      checkTabs(lines, violations);
    }
  }

  private static void checkNetwork(List<String> lines, List<Violation> violations) {
    if (lines.stream().noneMatch(line -> line.matches("(version|network)\\s*:.*|\\s*\\{.*"))) {
      violations.add(
          Violation.warning(
              1, "", "no 'version:' or 'network:' at the top level; add one of them"));
    }
  }

  private static void checkTabs(List<String> lines, List<Violation> violations) {
    for (int i = 0; i < lines.size(); i++) {
      if (YAML_TAB.matcher(lines.get(i)).matches()) {
        violations.add(
            Violation.warning(
                i + 1, "", "indented with a tab, which YAML does not allow; use spaces"));
        return;
      }
    }
  }
}
