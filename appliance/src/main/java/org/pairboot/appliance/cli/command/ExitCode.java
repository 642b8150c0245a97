package org.pairboot.appliance.cli.command;

/** What scripts can rely on. */
public final class ExitCode {
  public static final int DONE = 0;

  /** The operation failed. */
  public static final int FAILED = 1;

  /** Wrong usage or settings. */
  public static final int USAGE = 2;

  /** Verification says no. */
  public static final int NOT_VERIFIED = 3;

  private ExitCode() {}
}
