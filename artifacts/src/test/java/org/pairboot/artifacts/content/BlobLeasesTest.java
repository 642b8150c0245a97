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
class BlobLeasesTest {
  private final BlobLeases leases = BlobLeases.ofPlatform();
  @TempDir private Path directory;

  @Test
  void isLeasedUntilTheLastLeaseIsClosed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    assertThat(leases.isLeased(file)).isFalse();
    BlobLeases.Lease first = leases.take(file);
    BlobLeases.Lease second = leases.take(file);
    assertThat(leases.isLeased(file)).isTrue();
    first.close();
    // The close of another reader would end a lock by fcntl.
    FileChannel.open(file).close();
    assertThat(leases.isLeased(file)).isTrue();
    second.close();
    assertThat(leases.isLeased(file)).isFalse();
  }

  @Test
  void aMissingFileIsNotLeased() throws IOException {
    Path file = directory.resolve("none");
    leases.take(file).close();
    assertThat(leases.isLeased(file)).isFalse();
  }

  @Test
  void contentIsLeasedWhileItHasReaders() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    FileContent content = new FileContent(file, 7, new Sha256("0".repeat(64)), leases);
    assertThat(leases.isLeased(file)).isFalse();
    try (ContentReader _ = content.open();
        ContentReader _ = content.open()) {
      assertThat(leases.isLeased(file)).isTrue();
    }
    assertThat(leases.isLeased(file)).isFalse();
  }
}
