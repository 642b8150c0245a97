package org.pairboot.artifacts.format.input;

import java.io.IOException;

/**
 * The bytes of an image are not what they should be: truncated, damaged, hostile, or of a kind that
 * no kernel would take. The message names the file, the place and what is wrong, and is fit to be
 * shown to a user as it stands. A disk that fails is a plain {@link IOException} instead.
 */
public final class BadImageException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;
  private final String problem;

  /**
   * @param file as whoever opened it calls it
   * @param offset in bytes from the start of the file; the problem names it again in words
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

  /** Where in the file, in bytes from its start. */
  public long offset() {
    return offset;
  }

  /** The message without the name of the file. */
  public String problem() {
    return problem;
  }
}
