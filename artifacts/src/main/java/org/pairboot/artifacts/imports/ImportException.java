package org.pairboot.artifacts.imports;

/** The files given cannot become an image. The message names the file and the remedy. */
public final class ImportException extends Exception {
  private static final long serialVersionUID = 1L;

  ImportException(String message) {
    super(message);
  }

  ImportException(String message, Throwable cause) {
    super(message, cause);
  }
}
