package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.Tools;

/** GNU wget, and the one of busybox that initramfs files bring. */
class WgetIT {
  private static final int SIZE = 3_000_001;

  @RegisterExtension static final ServedPart SERVED = new ServedPart(SIZE);

  private Path target;

  @BeforeAll
  static void needTools() {
    Tools.need("wget:wget", "busybox:busybox-static");
  }

  @BeforeEach
  void forget() throws IOException {
    target = SERVED.path("target");
    Files.deleteIfExists(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wget", "busybox wget"})
  void fetchesAll(String wget) {
    run(wget, "-q", "-O", target.toString()).succeeded();
    assertThat(SeededFile.sha256(target)).isEqualTo(SERVED.file().sha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wget", "busybox wget"})
  void fetchesTheRestOfWhatWasBegun(String wget) throws IOException {
    byte[] begun = Arrays.copyOf(Files.readAllBytes(SERVED.file().path()), 1_000_000);
    Files.write(target, begun);

    run(wget, "-q", "-c", "-O", target.toString()).succeeded();

    assertThat(SeededFile.sha256(target)).isEqualTo(SERVED.file().sha256());
    // The line is written when the response has ended, which the client may see first.
    await()
        .untilAsserted(() ->
            assertThat(SERVED.server().log()).contains("range 1000000-" + (SIZE - 1) + "/" + SIZE));
  }

  @Test
  void knowsWhenNothingIsLeft() throws IOException {
    Files.copy(SERVED.file().path(), target);
    run("wget", "-c", "-O", target.toString()).succeeded();
    assertThat(SeededFile.sha256(target)).isEqualTo(SERVED.file().sha256());
  }

  private static Command.Result run(String wget, String... options) {
    return Command.run(
        Stream.of(List.of(wget.split(" ")), List.of(options), List.of(SERVED.url("part.img")))
            .flatMap(List::stream)
            .toList());
  }
}
