package org.pairboot.appliance.cli.command;

import picocli.CommandLine.Option;

/** For commands whose {@code --version} is that of an image, and not this program's. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean given;
}
