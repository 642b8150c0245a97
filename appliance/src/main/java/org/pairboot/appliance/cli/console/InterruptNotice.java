package org.pairboot.appliance.cli.console;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says what remains of an import that Ctrl-C or a signal ends. Files are published all at once, so
 * there is nothing to undo.
 */
public final class InterruptNotice implements AutoCloseable {
  private final Thread hook;

  private InterruptNotice(Thread hook) {
    this.hook = hook;
  }

  /**
   * Watches until it is closed.
   *
   * @param downloads where files arrive from other machines
   */
  public static InterruptNotice during(Console console, Path downloads) {
    Thread hook = new Thread(() -> console.say(text(downloads)), "import-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    return new InterruptNotice(hook);
  }

  static String text(Path downloads) {
    return System.lineSeparator()
        + "pairboot: interrupted before anything was published; "
        + (Files.exists(downloads)
            ? "what was downloaded is kept in %s, and the same command continues there"
                .formatted(downloads)
            : "run the same command again");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the notice is on its way.
    }
  }
}
