package org.pairboot.artifacts.store.oci;

/** A JSON document of the layout is malformed. The message is the rest of "FILE ...". */
public final class MalformedDocumentException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedDocumentException(String problem) {
    super(problem);
  }
}
