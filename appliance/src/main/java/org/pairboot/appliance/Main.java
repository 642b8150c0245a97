package org.pairboot.appliance;

import org.pairboot.appliance.cli.LogSetup;
import org.pairboot.appliance.cli.PairbootCommand;
import org.pairboot.appliance.systemd.Journal;
import org.pairboot.conf.Host;

/** {@code pairboot}: the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (Journal.takesStandardError(System.getenv())) {
      // Before anything logs.
      System.setProperty(LogSetup.PATTERN_PROPERTY, LogSetup.JOURNAL_PATTERN);
    }
    System.exit(PairbootCommand.run(args, Host.current(), System.out, System.err));
  }
}
