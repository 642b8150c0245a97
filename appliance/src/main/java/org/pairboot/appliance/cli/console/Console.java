package org.pairboot.appliance.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/** The two output streams: data to {@code out}, everything for people to {@code err}. */
public record Console(PrintStream out, PrintStream err) {

  /** Of a class of its own, as making it takes a tenth of the start of a command. */
  private static final class Json {
    static final ObjectWriter WRITER =
        new ObjectMapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writer(
                new DefaultPrettyPrinter()
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));
  }

  /** Whether {@code err} is a terminal, so that progress bars make sense. */
  public boolean interactive() {
    java.io.Console terminal = System.console();
    return terminal != null && terminal.isTerminal();
  }

  public void print(String line) {
    out.println(line);
  }

  public void say(String message) {
    err.println(message);
  }

  public void printJson(Object value) {
    try {
      out.println(Json.WRITER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON form: " + value, e);
    }
  }
}
