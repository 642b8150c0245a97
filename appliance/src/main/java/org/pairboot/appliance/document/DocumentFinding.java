package org.pairboot.appliance.document;

import org.pairboot.appliance.document.check.Finding.Severity;
import org.pairboot.conf.Mistake;

/**
 * One thing that is wrong with a document, or looks so.
 *
 * @param mistake its place is {@code FILE:LINE}; its key the variable, or where in a structured
 *     document it stands
 */
public record DocumentFinding(Severity severity, Mistake mistake) {

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** One line for people. */
  @Override
  public String toString() {
    return mistake.toString();
  }
}
