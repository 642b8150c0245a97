package org.pairboot.appliance.cli.console;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error where that is a terminal, and nothing elsewhere. */
public final class ProgressDisplay implements AutoCloseable {
  private static final int UPDATE_MILLIS = 200;
  private static final long MIB = 1L << 20;

  private final Console console;
  private ProgressBar bar;

  public ProgressDisplay(Console console) {
    this.console = console;
  }

  /**
   * Begins a step, which ends the one before.
   *
   * @return takes the number of bytes done so far in this step
   */
  public LongConsumer step(String name, long totalBytes) {
    close();
    if (!console.interactive()) {
      return done -> {};
    }
    ProgressBar current =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(totalBytes)
            .setUnit(" MiB", MIB)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(console.err()))
            .continuousUpdate()
            .build();
    bar = current;
    return current::stepTo;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
