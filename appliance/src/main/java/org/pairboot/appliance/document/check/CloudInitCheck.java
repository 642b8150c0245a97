package org.pairboot.appliance.document.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The data that cloud-init fetches for its source NoCloud: {@code user-data}, {@code vendor-data},
 * {@code meta-data} and {@code network-config}.
 *
 * <p>cloud-init tells by the first line what user data is, and passes over what it does not know
 * with no more than a line in a log on the machine; see INCLUSION_TYPES_MAP in its sources.
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
  public List<Finding> check(String name, String text) {
    List<Finding> findings = new ArrayList<>();
    List<String> lines = Lines.of(text);
    switch (name) {
      case "meta-data" -> checkTabs(lines, findings);
      case "network-config" -> {
        checkNetwork(lines, findings);
        checkTabs(lines, findings);
      }
      default -> checkUserData(lines, findings);
    }
    Lines.windowsEndings(text).ifPresent(findings::add);
    return findings;
  }

  private static void checkUserData(List<String> lines, List<Finding> findings) {
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (!HEADER.matcher(first).matches()) {
      boolean later = lines.stream().anyMatch(line -> HEADER.matcher(line).matches());
      findings.add(
          Finding.warning(
              1,
              "",
              "cloud-init passes over user data whose first line is not one of "
                  + HEADERS
                  + (later ? "; here it stands further down" : "")));
    } else if (first.startsWith("#cloud-config") || first.startsWith("## template")) {
      checkTabs(lines, findings);
    }
  }

  private static void checkNetwork(List<String> lines, List<Finding> findings) {
    if (lines.stream().noneMatch(line -> line.matches("(version|network)\\s*:.*|\\s*\\{.*"))) {
      findings.add(
          Finding.warning(1, "", "has neither 'version:' nor 'network:' at its top level"));
    }
  }

  private static void checkTabs(List<String> lines, List<Finding> findings) {
    for (int i = 0; i < lines.size(); i++) {
      if (YAML_TAB.matcher(lines.get(i)).matches()) {
        findings.add(
            Finding.warning(i + 1, "", "is indented with a tab, which YAML does not allow"));
        return;
      }
    }
  }
}
