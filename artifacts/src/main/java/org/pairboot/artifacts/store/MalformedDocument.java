package org.pairboot.artifacts.store;

/** A JSON document of the layout is not what it should be. The message completes "FILE ...". */
final class MalformedDocument extends Exception {
  private static final long serialVersionUID = 1;

  MalformedDocument(String problem) {
    super(problem);
  }
}
