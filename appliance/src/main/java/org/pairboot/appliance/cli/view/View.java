package org.pairboot.appliance.cli.view;

import java.io.IOException;
import org.pairboot.appliance.cli.console.Console;

/** What a command prints about one object: text for people, JSON for programs. */
public interface View {

  /** Prints text for people. */
  void print(Console console);

  /**
   * The JSON for programs, as an object that Jackson can write. Programs rely on its keys and their
   * meaning.
   */
  Object json() throws IOException;
}
