package org.pairboot.appliance.document.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Kickstart files: Anaconda stops at a section that does not end. */
public final class KickstartCheck implements DocumentCheck {
  private static final Set<String> SECTIONS =
      Set.of(
          "%packages",
          "%pre",
          "%pre-install",
          "%post",
          "%onerror",
          "%traceback",
          "%addon",
          "%anaconda",
          "%certificate");

  @Override
  public List<Finding> check(String name, String text) {
    List<Finding> findings = new ArrayList<>();
    String open = "";
    int openedAt = 0;
    int number = 0;
    for (String line : Lines.of(text)) {
      number++;
      String word = line.strip().split("\\s", 2)[0];
      if (word.equals("%end")) {
        if (open.isEmpty()) {
          findings.add(Finding.error(number, "", "%end ends no section"));
        }
        open = "";
      } else if (SECTIONS.contains(word) && line.startsWith("%")) {
        if (!open.isEmpty()) {
          findings.add(notEnded(openedAt, open));
        }
        open = word;
        openedAt = number;
      }
    }
    if (!open.isEmpty()) {
      findings.add(notEnded(openedAt, open));
    }
    Lines.windowsEndings(text).ifPresent(findings::add);
    return findings;
  }

  private static Finding notEnded(int line, String section) {
    return Finding.error(line, "", "section " + section + " does not end with %end");
  }
}
