package org.pairboot.appliance.document.check;

/**
 * One thing that is wrong, or looks so.
 *
 * @param line counted from 1
 * @param where within a structured document, such as a JSON pointer; may be empty
 * @param problem what is wrong, and what is right
 */
public record Finding(Severity severity, int line, String where, String problem) {

  /** What follows from a finding. */
  public enum Severity {
    /** The machine would refuse the document, or certainly not do what it says. */
    ERROR,
    /** The document is served; its writer should look again. */
    WARNING
  }

  static Finding error(int line, String where, String problem) {
    return new Finding(Severity.ERROR, line, where, problem);
  }

  static Finding warning(int line, String where, String problem) {
    return new Finding(Severity.WARNING, line, where, problem);
  }
}
