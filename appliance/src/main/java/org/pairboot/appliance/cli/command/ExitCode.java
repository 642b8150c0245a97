package org.pairboot.appliance.cli.command;

import org.pairboot.artifacts.fetch.download.DownloadException.NotAuthenticException;
import org.pairboot.artifacts.format.split.Splitter.UnmatchedHalvesException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.conf.SettingsException;

/** What a command exits with. Scripts rely on these numbers. */
public final class ExitCode {
  public static final int DONE = 0;

  /** The operation failed. */
  public static final int FAILED = 1;

  /** Wrong usage or settings. */
  public static final int USAGE = 2;

  /** Verification failed. */
  public static final int NOT_VERIFIED = 3;

  /** {@code plan}: the machine gets nothing to boot. */
  public static final int NOTHING_TO_BOOT = 4;

  private ExitCode() {}

  /** The exit code of a command that threw {@code failure}. */
  public static int of(Exception failure) {
    return switch (failure) {
      case SettingsException e -> USAGE;
      case UsageException e -> USAGE;
      case InvalidNameException e -> USAGE;
      case PairRejectedException e -> NOT_VERIFIED;
      case UnmatchedHalvesException e -> NOT_VERIFIED;
      case NotAuthenticException e -> NOT_VERIFIED;
      default -> FAILED;
    };
  }

  /** The command line makes no sense; the message says what would. */
  public static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
