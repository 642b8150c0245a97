package org.pairboot.it.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmware output that arrives in pieces through a pipe. */
class GuestConsoleTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ESCAPE = "\u001b";

  private final PipedOutputStream serial = new PipedOutputStream();
  @TempDir private Path directory;
  private GuestConsole console;

  @BeforeEach
  void follow() throws IOException {
    console = GuestConsole.follow(new PipedInputStream(serial), directory.resolve("console.log"));
  }

  private void write(String text) throws IOException {
    serial.write(text.getBytes(StandardCharsets.ISO_8859_1));
    serial.flush();
  }

  private String onScreen(String pattern) {
    return console.awaitOnScreen(Pattern.compile(pattern), LIMIT).group();
  }

  private String line(String pattern) {
    return console.await(Pattern.compile(pattern), LIMIT).group();
  }

  /** iPXE's menu ends no line until a key is pressed. */
  @Test
  void seesAScreenThatWaitsForAKey() throws IOException {
    write(ESCAPE + "[1;1HThe old build" + ESCAPE + "[2;1H" + ESCAPE + "[7mThe new build ");
    assertThat(onScreen("The .* build")).isEqualTo("The old build");
    assertThat(onScreen("The new.*")).isEqualTo("The new build");
  }

  @Test
  void waitsForWholeLines() throws IOException {
    write("PAIRBOOT-DEMO: OK");
    assertThat(onScreen("DEMO")).isEqualTo("DEMO");
    assertThatThrownBy(() -> console.await(Pattern.compile("DEMO"), Duration.ZERO))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("within 0 s");
    write(" version=1.0\r");
    write("\nnext");
    assertThat(line("DEMO.*")).isEqualTo("DEMO: OK version=1.0");
  }

  @Test
  void stopsWaitingWhenTheGuestEnds() throws IOException {
    write("one\n\n  \ntwo");
    serial.close();
    console.awaitEnd(LIMIT);
    assertThat(line("two")).isEqualTo("two");
    assertThatThrownBy(() -> line("three")).hasMessageContaining("ended without 'three'");
    assertThatThrownBy(() -> onScreen("three")).hasMessageContaining("ended without 'three'");
    assertThat(console.text()).isEqualTo("one\ntwo");
    assertThat(Files.readString(directory.resolve("console.log"))).isEqualTo("one\ntwo\n");
  }
}
