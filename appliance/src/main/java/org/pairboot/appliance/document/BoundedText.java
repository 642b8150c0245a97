package org.pairboot.appliance.document;

import java.io.Writer;

/** Text that must not grow without bound: lists in lists can multiply. Not thread-safe. */
final class BoundedText extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int max;

  BoundedText(int max) {
    this.max = max;
  }

  /** The text has become longer than allowed. */
  static final class OverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OverflowException() {
      super("text is too long");
    }
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    if (length > max - text.length()) {
      throw new OverflowException();
    }
    text.append(characters, offset, length);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  @Override
  public void flush() {
    // held in memory
  }

  @Override
  public void close() {
    // held in memory
  }
}
