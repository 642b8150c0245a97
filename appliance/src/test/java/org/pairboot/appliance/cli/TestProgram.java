package org.pairboot.appliance.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.pairboot.conf.Host;

/** Runs commands in this process, on the data directory {@code data} in {@code home}. */
record TestProgram(Path home) {

  record Outcome(int exitCode, String out, String err) {}

  Outcome run(String... arguments) {
    String[] all =
        arguments.length == 0
            ? arguments
            : Stream.concat(
                    Stream.of(arguments), Stream.of("--data-dir", home.resolve("data").toString()))
                .toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Program.run(
            all,
            new Host(false, false, home, Map.of()),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
