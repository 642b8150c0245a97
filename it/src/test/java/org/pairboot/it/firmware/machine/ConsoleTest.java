package org.pairboot.it.firmware.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What firmware writes, in pieces as they come through a pipe. */
class ConsoleTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ESCAPE = "\u001b";

  private final PipedOutputStream serial = new PipedOutputStream();
  @TempDir private Path directory;
  private Console console;

  @BeforeEach
  void follow() throws IOException {
    console = Console.follow(new PipedInputStream(serial), directory.resolve("console.log"));
  }

  private void write(String text) throws IOException {
    serial.write(text.getBytes(StandardCharsets.ISO_8859_1));
    serial.flush();
  }

  private Optional<String> onScreen(String pattern) {
    return console.awaitOnScreen(Pattern.compile(pattern), LIMIT).map(MatchResult::group);
  }

  private Optional<String> line(String pattern) {
    return console.await(Pattern.compile(pattern), LIMIT).map(MatchResult::group);
  }

  /** The menu of iPXE ends no line before a key is pressed. */
  @Test
  void a_screen_that_waits_for_a_key_is_seen() throws IOException {
    write(ESCAPE + "[1;1HThe old build" + ESCAPE + "[2;1H" + ESCAPE + "[7mThe new build ");
    assertThat(onScreen("The .* build")).contains("The old build");
    assertThat(onScreen("The new.*")).contains("The new build");
  }

  @Test
  void a_line_is_whole_however_it_comes() throws IOException {
    write("PAIRBOOT-DEMO: OK");
    assertThat(onScreen("DEMO")).isPresent();
    assertThatThrownBy(() -> console.await(Pattern.compile("DEMO"), Duration.ZERO))
        .isInstanceOf(AssertionError.class);
    write(" version=1.0\r");
    write("\nnext");
    assertThat(line("DEMO.*")).contains("DEMO: OK version=1.0");
  }

  @Test
  void the_end_ends_the_last_line_and_the_wait() throws IOException {
    write("one\n\n  \ntwo");
    serial.close();
    assertThat(line("two")).isPresent();
    assertThat(line("three")).isEmpty();
    assertThat(onScreen("three")).isEmpty();
    assertThat(console.text()).isEqualTo("one\ntwo");
    assertThat(Files.readString(directory.resolve("console.log"))).isEqualTo("one\ntwo\n");
  }
}
