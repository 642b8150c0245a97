package org.pairboot.appliance.cli.view;

import java.io.IOException;
import org.pairboot.appliance.cli.console.Console;

/** What a command prints of one object, for people and for programs. */
public interface View {

  /** Prints text for people. */
  void print(Console console);

  /**
   * The same for programs, in a form that Jackson can write. Keys, their order and what they mean
   * are a contract.
   */
  Object json() throws IOException;
}
