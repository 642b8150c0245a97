package org.pairboot.artifacts.store.oci;

/** A JSON document of the layout is not what it should be. The message completes "FILE ...". */
public final class MalformedDocument extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedDocument(String problem) {
    super(problem);
  }
}
