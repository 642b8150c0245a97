package org.pairboot.it.lab;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a test needs of the machine. A test whose tool is missing is skipped with a reason, or fails
 * when {@code -Dpairboot.it.require-tools=true} says that nothing may be missing.
 */
public final class Tools {
  private static final boolean REQUIRED = Boolean.getBoolean("pairboot.it.require-tools");

  private Tools() {}

  /** Needs a command, which a Debian package brings. */
  public static void need(String command, String debianPackage) {
    if (!onPath(command)) {
      missing(command + " (Debian package " + debianPackage + ")");
    }
  }

  /** Needs a file that is no command, which a Debian package brings. */
  public static void needFile(String path, String debianPackage) {
    if (!Files.exists(Path.of(path))) {
      missing(path + " (Debian package " + debianPackage + ")");
    }
  }

  /** Needs to be root, for what only root can do. */
  public static void needRoot(String why) {
    if (!System.getProperty("user.name").equals("root")) {
      missing("root: " + why);
    }
  }

  private static boolean onPath(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(Path::of)
        .anyMatch(directory -> Files.isExecutable(directory.resolve(command)));
  }

  /**
   * Ends the test because something is missing: skipped, or failed where nothing may be skipped.
   */
  public static void missing(String what) {
    if (REQUIRED) {
      fail("this test needs " + what + ", and no test may be skipped");
    }
    abort("this test needs " + what);
  }
}
