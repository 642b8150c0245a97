package org.pairboot.appliance.document.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Kickstart files: Anaconda stops at a section that is not closed. */
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
  public List<Violation> check(String name, String text) {
    List<Violation> violations = new ArrayList<>();
    String open = "";
    int openedAt = 0;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String word = line.strip().split("\\s", 2)[0];
      if (word.equals("%end")) {
        if (open.isEmpty()) {
          violations.add(Violation.error(number, "", "%end without an open section; remove it"));
        }
        open = "";
      } else if (SECTIONS.contains(word) && line.startsWith("%")) {
        if (!open.isEmpty()) {
          violations.add(notClosed(openedAt, open));
        }
        open = word;
        openedAt = number;
      }
    }
    if (!open.isEmpty()) {
      violations.add(notClosed(openedAt, open));
    }
    Violation.ofWindowsLineEndings(text).ifPresent(violations::add);
    return violations;
  }

  private static Violation notClosed(int line, String section) {
    return Violation.error(line, "", "section " + section + " is not closed; add %end");
  }
}
