package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class HoldsTest {
  private final Holds holds = Holds.ofPlatform();
  @TempDir private Path directory;

  @Test
  void fileIsHeldUntilTheLastHoldIsClosed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    assertThat(holds.isHeld(file)).isFalse();
    Holds.Hold first = holds.hold(file);
    Holds.Hold second = holds.hold(file);
    assertThat(holds.isHeld(file)).isTrue();
    first.close();
    // Another reader's close would end a lock of fcntl.
    FileChannel.open(file).close();
    assertThat(holds.isHeld(file)).isTrue();
    second.close();
    assertThat(holds.isHeld(file)).isFalse();
  }

  @Test
  void missingFileIsNotHeld() throws IOException {
    Path file = directory.resolve("none");
    holds.hold(file).close();
    assertThat(holds.isHeld(file)).isFalse();
  }

  @Test
  void contentIsHeldWhileItHasReaders() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    FileContent content = new FileContent(file, 7, new Sha256("0".repeat(64)), holds);
    assertThat(holds.isHeld(file)).isFalse();
    try (ContentReader _ = content.open();
        ContentReader _ = content.open()) {
      assertThat(holds.isHeld(file)).isTrue();
    }
    assertThat(holds.isHeld(file)).isFalse();
  }
}
