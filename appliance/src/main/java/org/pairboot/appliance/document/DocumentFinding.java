package org.pairboot.appliance.document;

import org.pairboot.appliance.document.check.DocumentCheck.Severity;
import org.pairboot.conf.Mistake;

/**
 * One mistake in a document, or what is probably one.
 *
 * @param mistake its place is {@code FILE:LINE}; its key the variable, or the path in a structured
 *     document
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
