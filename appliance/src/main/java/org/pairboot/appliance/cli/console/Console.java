package org.pairboot.appliance.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintStream;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.text.Json;

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

  /** Shows a progress bar on standard error if that is a terminal, otherwise nothing. */
  public static final class ProgressDisplay implements Progress, AutoCloseable {
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
}
