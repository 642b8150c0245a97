package org.pairboot.appliance.document.check;

import java.util.List;
import java.util.Optional;

/** The rules of one type of document. Implementations are stateless and thread-safe. */
@FunctionalInterface
public interface DocumentCheck {
  /** For documents of any form. */
  DocumentCheck NONE = (name, text) -> List.of();

  /**
   * What violates the rules, in the order of the lines.
   *
   * @param name under which the document is served
   * @param text as a machine would get it
   */
  List<Violation> check(String name, String text);

  /** What follows from a violation. */
  enum Severity {
    /** The machine would reject the document, or certainly not do what it says. */
    ERROR,
    /** The document is served; its author should look again. */
    WARNING
  }

  /**
   * One place in a document that violates a rule, or probably does.
   *
   * @param line counted from 1
   * @param where in a structured document, such as a JSON pointer; may be empty
   * @param problem what is wrong and what is expected
   */
  record Violation(Severity severity, int line, String where, String problem) {
    static Violation error(int line, String where, String problem) {
      return new Violation(Severity.ERROR, line, where, problem);
    }

    static Violation warning(int line, String where, String problem) {
      return new Violation(Severity.WARNING, line, where, problem);
    }

    /** Shells and installers read the carriage return of Windows as part of the last word. */
    static Optional<Violation> ofWindowsLineEndings(String text) {
      int end = text.indexOf("\r\n");
      if (end < 0) {
        return Optional.empty();
      }
      int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
      return Optional.of(
          warning(line, "", "lines end in CR LF, as on Windows; convert the file with dos2unix"));
    }
  }
}
