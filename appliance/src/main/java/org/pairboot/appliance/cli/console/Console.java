package org.pairboot.appliance.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.text.Json;
import org.pairboot.artifacts.text.Sizes;

/** The two output streams: data goes to {@code out}, messages for people go to {@code err}. */
public record Console(PrintStream out, PrintStream err) {

  /** In a class of its own: making it takes a tenth of the start of a command. */
  private static final class JsonOutput {
    static final ObjectWriter WRITER =
        Json.MAPPER.writer(
            new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));
  }

  /** Whether {@code err} is a terminal, so that progress bars make sense. */
  // The check assumes JDK 22 to 24; JDK 25 returns null again without a terminal (JDK-8351435).
  @SuppressWarnings("SystemConsoleNull")
  public boolean interactive() {
    java.io.Console terminal = System.console();
    return terminal != null && terminal.isTerminal();
  }

  /** Prints a line of data. */
  public void print(String line) {
    out.println(line);
  }

  /** Prints a named value, aligned with the others of the same object. */
  public void printFact(String name, String value) {
    print("  %-16s  %s".formatted(name, value));
  }

  /** Prints a message for people. */
  public void say(String message) {
    err.println(message);
  }

  /** Prints {@code value} as JSON; keys are in the order of its fields. */
  public void printJson(Object value) {
    try {
      out.println(JsonOutput.WRITER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * Shows a progress bar on standard error if that is a terminal; otherwise says now and then how
   * far a long step is, as in the log of a service.
   */
  public static final class ProgressDisplay implements Progress, AutoCloseable {
    private static final int UPDATE_MILLIS = 200;
    private static final long MIB = 1L << 20;
    private static final long LINE_EVERY = TimeUnit.SECONDS.toNanos(5);

    private final Console console;
    private final boolean interactive;
    private final LongSupplier nanoTime;
    private ProgressBar bar;

    public ProgressDisplay(Console console) {
      this(console, console.interactive(), System::nanoTime);
    }

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    ProgressDisplay(Console console, boolean interactive, LongSupplier nanoTime) {
      this.console = console;
      this.interactive = interactive;
      this.nanoTime = nanoTime;
    }

    /** Also ends the previous step. */
    @Override
    public LongConsumer begin(String step, long totalBytes) {
      close();
      if (!interactive) {
        return lines(step, totalBytes);
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

    private LongConsumer lines(String step, long totalBytes) {
      String ofTotal = totalBytes < 0 ? "" : " of " + Sizes.text(totalBytes);
      AtomicLong next = new AtomicLong(nanoTime.getAsLong() + LINE_EVERY);
      return done -> {
        long now = nanoTime.getAsLong();
        if (now - next.get() >= 0) {
          next.set(now + LINE_EVERY);
          console.say(step + ": " + Sizes.text(done) + ofTotal);
        }
      };
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }
}
