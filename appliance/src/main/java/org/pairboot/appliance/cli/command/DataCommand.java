package org.pairboot.appliance.cli.command;

import java.io.IOException;
import org.pairboot.appliance.cli.view.View;
import picocli.CommandLine.Option;

/** A command that prints data: as text, or as JSON with {@code --json}. */
abstract class DataCommand extends BaseCommand {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  final void print(View view) throws IOException {
    if (json) {
      console().printJson(view.json());
    } else {
      view.print(console());
    }
  }
}
