package org.pairboot.appliance.document;

import java.io.Writer;

/** Text of limited length, because nested lists multiply what they contain. Not thread-safe. */
public final class BoundedText extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int max;

  public BoundedText(int max) {
    this.max = max;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    if (length > max - text.length()) {
      throw new TooLongException();
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

  /** The text is too long. */
  public static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
