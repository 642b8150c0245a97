package org.pairboot.artifacts.imports;

/** The files given cannot become an image. The message names the file and the remedy. */
public sealed class ImportException extends Exception {
  private static final long serialVersionUID = 1L;

  ImportException(String message) {
    super(message);
  }

  ImportException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Initramfs and rootfs do not belong together, or nothing proves that they do. */
  public static final class PairRejectedException extends ImportException {
    private static final long serialVersionUID = 1L;

    PairRejectedException(String message) {
      super(message);
    }
  }
}
