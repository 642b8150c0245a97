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

/** GNU wget, and the wget of busybox that is in many initramfs images. */
class WgetIT {
  private static final int SIZE = 3_000_001;

  @RegisterExtension static final ServedPart SERVED = new ServedPart(SIZE);

  private Path target;

  @BeforeAll
  static void needTools() {
    Tools.need("wget:wget", "busybox:busybox-static");
  }

  @BeforeEach
  void deleteTarget() throws IOException {
    target = SERVED.path("target");
    Files.deleteIfExists(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wget", "busybox wget"})
  void fetchesAWholeFile(String wget) {
    run(wget, "-q", "-O", target.toString()).succeeded();
    assertThat(SeededFile.sha256(target)).isEqualTo(SERVED.file().sha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wget", "busybox wget"})
  void continuesAPartialDownload(String wget) throws IOException {
    byte[] partial = Arrays.copyOf(Files.readAllBytes(SERVED.file().path()), 1_000_000);
    Files.write(target, partial);

    run(wget, "-q", "-c", "-O", target.toString()).succeeded();

    assertThat(SeededFile.sha256(target)).isEqualTo(SERVED.file().sha256());
    // The server logs a request when its response has ended; the client may see that earlier.
    await()
        .untilAsserted(() ->
            assertThat(SERVED.server().log()).contains("range 1000000-" + (SIZE - 1) + "/" + SIZE));
  }

  @Test
  void acceptsACompleteDownload() throws IOException {
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
