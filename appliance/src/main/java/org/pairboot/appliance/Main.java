package org.pairboot.appliance;

import org.pairboot.appliance.cli.PairbootCommand;
import org.pairboot.conf.Host;

/** {@code pairboot}: the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(PairbootCommand.run(args, Host.current(), System.out, System.err));
  }
}
