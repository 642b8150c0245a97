package org.pairboot.appliance.document;

import org.pairboot.conf.Mistake;

/** A document cannot be read at all. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Mistake mistake;

  DocumentException(String place, String problem) {
    super(place + ": " + problem);
    this.mistake = new Mistake(place, "", problem);
  }

  /** Which file, and its line where that is known. */
  public Mistake mistake() {
    return mistake;
  }
}
