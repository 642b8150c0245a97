package org.pairboot.appliance.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintStream;
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
}
