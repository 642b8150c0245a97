package org.pairboot.appliance.host;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A running process.
 *
 * @param name of its program, as the kernel has it: at most 15 bytes
 * @param arguments its command line
 */
public record Program(long pid, String name, List<String> arguments) {
  /** What the distribution's command has Java run, behind {@code -jar}. */
  private static final Pattern JAR = Pattern.compile("(.*/)?pairboot-appliance-[^/]*\\.jar");

  public Program {
    arguments = List.copyOf(arguments);
  }

  /** Whether it is {@code pairboot serve}. */
  public boolean isServer() {
    return arguments.stream()
        .dropWhile(argument -> !JAR.matcher(argument).matches())
        .anyMatch("serve"::equals);
  }

  @Override
  public String toString() {
    return (isServer() ? "pairboot serve" : name) + ", process " + pid;
  }
}
