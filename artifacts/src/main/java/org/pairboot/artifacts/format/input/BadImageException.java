package org.pairboot.artifacts.format.input;

import java.io.IOException;

/**
 * The bytes of an image are invalid: truncated, corrupt, hostile, or of a kind that no kernel
 * accepts. The message names the file, the place and the problem, and is meant for the user. A disk
 * failure is a plain {@link IOException} instead.
 */
public final class BadImageException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;
  private final String problem;

  /**
   * @param file the name for messages
   * @param offset in bytes from the start of the file; the problem has it in words
   */
  public BadImageException(String file, long offset, String problem) {
    super(file + ": " + problem);
    this.offset = offset;
    this.problem = problem;
  }

  /** As above, with the decoder's exception as the cause. */
  public BadImageException(String file, long offset, String problem, Throwable cause) {
    this(file, offset, problem);
    initCause(cause);
  }

  /** The place in the file, in bytes from its start. */
  public long offset() {
    return offset;
  }

  /** The message without the name of the file. */
  public String problem() {
    return problem;
  }
}
