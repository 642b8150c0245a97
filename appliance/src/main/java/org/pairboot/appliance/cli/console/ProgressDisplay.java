package org.pairboot.appliance.cli.console;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.pairboot.artifacts.content.Progress;

/** Shows a progress bar on standard error if that is a terminal, otherwise nothing. */
public final class ProgressDisplay implements Progress, AutoCloseable {
  private static final int UPDATE_MILLIS = 200;
  private static final long MIB = 1L << 20;

  private final Console console;
  private ProgressBar bar;

  public ProgressDisplay(Console console) {
    this.console = console;
  }

  /** Also ends the previous step. */
  @Override
  public LongConsumer begin(String step, long totalBytes) {
    close();
    if (!console.interactive()) {
      return done -> {};
    }
    ProgressBar current =
        new ProgressBarBuilder()
            .setTaskName(step)
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
