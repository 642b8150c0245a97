package org.pairboot.appliance.cli.command;

import picocli.CommandLine.Option;

/** The option of commands that print data. */
final class JsonOption {
  @Option(names = "--json", description = "Print JSON.")
  private boolean given;

  boolean isGiven() {
    return given;
  }
}
