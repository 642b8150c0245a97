package org.pairboot.appliance.cli.command;

/** The command line makes no sense; the message says what would. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
