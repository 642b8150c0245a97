package org.pairboot.appliance.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.pairboot.artifacts.fetch.download.NotAuthenticException;
import org.pairboot.artifacts.format.split.UnmatchedHalvesException;
import org.pairboot.artifacts.imports.ImportException;
import org.pairboot.artifacts.imports.PairRejectedException;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.conf.SettingsException;

/** Turns what went wrong into one message and an exit code. */
final class Failures {
  private Failures() {}

  static int exitCode(Exception failure) {
    return switch (failure) {
      case SettingsException e -> ExitCode.USAGE;
      case UsageException e -> ExitCode.USAGE;
      case InvalidNameException e -> ExitCode.USAGE;
      case PairRejectedException e -> ExitCode.NOT_VERIFIED;
      case UnmatchedHalvesException e -> ExitCode.NOT_VERIFIED;
      case NotAuthenticException e -> ExitCode.NOT_VERIFIED;
      default -> ExitCode.FAILED;
    };
  }

  /** The message, or empty for a defect of ours, which deserves its stack trace. */
  static String message(Exception failure) {
    return switch (failure) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      case FileAlreadyExistsException e -> "exists already: " + e.getFile();
      case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
      case IOException e when e.getMessage() != null -> e.getMessage();
      case SettingsException e -> e.getMessage();
      case UsageException e -> e.getMessage();
      case InvalidNameException e -> e.getMessage();
      case ImportException e -> e.getMessage();
      case PairRejectedException e -> e.getMessage();
      default -> "";
    };
  }
}
