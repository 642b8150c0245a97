package org.pairboot.appliance;

import java.io.PrintStream;
import java.util.List;
import org.pairboot.appliance.cli.Program;
import org.pairboot.appliance.start.HeadStart;
import org.pairboot.appliance.start.LogSetup;
import org.pairboot.appliance.systemd.Journal;
import org.pairboot.conf.Host;

/** The entry point of {@code pairboot}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int code = run(args, System.out, System.err);
    if (code != 0) {
      // With 0 the process ends by itself: exit() would open all jars, looking for a logger of
      // exits.
      System.exit(code);
    }
  }

  /** Runs a command line and returns its exit code. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    if (Journal.isOnStandardError(System.getenv())) {
      // Before anything logs.
      System.setProperty(LogSetup.PATTERN_PROPERTY, LogSetup.JOURNAL_PATTERN);
    }
    if (List.of(args).contains("serve")) {
      // Machines may be waiting. When "serve" is an argument of another command, nothing is lost
      // but
      // CPU time.
      HeadStart.begin();
    }
    return Program.run(args, Host.current(), out, err);
  }
}
