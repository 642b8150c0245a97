package org.pairboot.appliance.cli;

/** What scripts can rely on. */
final class ExitCode {
  static final int DONE = 0;

  /** The operation failed. */
  static final int FAILED = 1;

  /** Wrong usage or settings. */
  static final int USAGE = 2;

  /** Verification says no. */
  static final int NOT_VERIFIED = 3;

  private ExitCode() {}
}
