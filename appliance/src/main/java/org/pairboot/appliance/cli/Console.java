package org.pairboot.appliance.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/**
 * The two output streams: data to {@code out}, everything for people to {@code err}.
 *
 * @param interactive whether {@code err} is a terminal, so that progress bars make sense
 */
record Console(PrintStream out, PrintStream err, boolean interactive) {
  private static final ObjectWriter JSON =
      new ObjectMapper()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writer(
              new DefaultPrettyPrinter()
                  .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

  static Console of(PrintStream out, PrintStream err) {
    java.io.Console terminal = System.console();
    return new Console(out, err, terminal != null && terminal.isTerminal());
  }

  void print(String line) {
    out.println(line);
  }

  void say(String message) {
    err.println(message);
  }

  void printJson(Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON form: " + value, e);
    }
  }
}
