package org.pairboot.appliance.host;

import java.util.List;

/**
 * A running process.
 *
 * @param name of its program, as the kernel has it: at most 15 bytes
 * @param arguments its command line
 */
public record Program(long pid, String name, List<String> arguments) {
  private static final String MAIN_CLASS = "org.pairboot.appliance.Main";

  public Program {
    arguments = List.copyOf(arguments);
  }

  /** Whether it is {@code pairboot serve}. */
  public boolean isServer() {
    int main = arguments.indexOf(MAIN_CLASS);
    return main >= 0 && arguments.subList(main, arguments.size()).contains("serve");
  }

  @Override
  public String toString() {
    return (isServer() ? "pairboot serve" : name) + ", process " + pid;
  }
}
