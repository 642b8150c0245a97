package org.pairboot.appliance;

import java.io.PrintStream;
import java.util.List;
import org.pairboot.appliance.cli.LogSetup;
import org.pairboot.appliance.cli.Program;
import org.pairboot.appliance.serve.HeadStart;
import org.pairboot.appliance.systemd.Journal;
import org.pairboot.conf.Host;

/** {@code pairboot}: the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int code = run(args, System.out, System.err);
    if (code != 0) {
      // Otherwise the process ends with this method: exit() opens all jars, to look for what may
      // want to log it.
      System.exit(code);
    }
  }

  /** The same without the end of the process: returns what it would exit with. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    if (Journal.takesStandardError(System.getenv())) {
      // Before anything logs.
      System.setProperty(LogSetup.PATTERN_PROPERTY, LogSetup.JOURNAL_PATTERN);
    }
    if (List.of(args).contains("serve")) {
      // Machines may be waiting. Where the word is something else's, this is lost labour.
      HeadStart.begin();
    }
    return Program.run(args, Host.current(), out, err);
  }
}
