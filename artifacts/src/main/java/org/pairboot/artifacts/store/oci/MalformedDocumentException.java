package org.pairboot.artifacts.store.oci;

/** A JSON document of the layout is not what it should be. The message completes "FILE ...". */
public final class MalformedDocumentException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedDocumentException(String problem) {
    super(problem);
  }
}
