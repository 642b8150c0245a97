package org.pairboot.it.lab;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a test needs on the machine. If a tool is missing, the test is skipped with the reason, or
 * fails if {@code -Dpairboot.it.require-tools=true} forbids skipping.
 */
public final class Tools {
  private static final boolean REQUIRED = Boolean.getBoolean("pairboot.it.require-tools");

  private Tools() {}

  /**
   * Requires tools from Debian packages.
   *
   * @param tools each {@code TOOL:PACKAGE}, where the tool is a command or an absolute path
   */
  public static void need(String... tools) {
    for (String tool : tools) {
      String[] words = tool.split(":", 2);
      if (!exists(words[0])) {
        missing(words[0] + " (Debian package " + words[1] + ")");
      }
    }
  }

  private static boolean exists(String tool) {
    return tool.startsWith("/")
        ? Files.exists(Path.of(tool))
        : Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  /** Requires root. */
  public static void needRoot(String why) {
    if (!System.getProperty("user.name").equals("root")) {
      missing("root: " + why);
    }
  }

  /** Skips the test because something is missing; fails it if no test may be skipped. */
  public static void missing(String what) {
    if (REQUIRED) {
      fail("this test needs " + what + ", and no test may be skipped");
    }
    abort("this test needs " + what);
  }
}
