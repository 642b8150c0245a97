package org.pairboot.appliance.document;

import org.pairboot.conf.Mistake;

/** A document cannot be loaded or filled in. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Mistake mistake;

  DocumentException(String place, String problem) {
    super(place + ": " + problem);
    this.mistake = new Mistake(place, "", problem);
  }

  /** Names the file, and the line if it is known. */
  public Mistake mistake() {
    return mistake;
  }
}
