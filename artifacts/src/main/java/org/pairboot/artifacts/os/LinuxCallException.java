package org.pairboot.artifacts.os;

import java.io.IOException;

/**
 * A call of the C library failed. The message names the call and the symbol of the error, such as
 * {@code bind: EADDRINUSE}: the texts of strerror(3) depend on the locale.
 */
public final class LinuxCallException extends IOException {
  private static final long serialVersionUID = 1;

  private final int errno;

  /**
   * @param call the function that failed
   * @param result what it returned: {@code -errno}
   */
  public LinuxCallException(String call, int result) {
    super(call + ": " + Abi.errnoSymbol(-result));
    this.errno = -result;
  }

  /** The error number, such as {@link Abi#EADDRINUSE}. */
  public int errno() {
    return errno;
  }

  /**
   * Returns {@code result} unless it is an error.
   *
   * @throws LinuxCallException if it is {@code -errno}
   */
  public static int check(String call, int result) throws LinuxCallException {
    if (result < 0) {
      throw new LinuxCallException(call, result);
    }
    return result;
  }
}
