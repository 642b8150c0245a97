package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.ImageStore.GarbageReport;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;

class GarbageCollectorTest extends StoreTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @BeforeEach
  void publish() throws IOException {
    Images.publish(store, "a@1", "one", "two");
  }

  @Test
  void deletesOrphansThatAreOldEnough() throws IOException {
    Path old = orphan("old", Duration.ofHours(2));
    Path young = orphan("young", Duration.ofMinutes(1));
    Path noBlob = Files.writeString(files.blob(Sha256.of(bytes("x"))).resolveSibling("README"), "");
    age(noBlob, Duration.ofHours(2));

    assertThat(store.dryRunCollectGarbage(HOUR)).isEqualTo(new GarbageReport(1, 3, 0));
    assertThat(old).exists();
    assertThat(store.collectGarbage(HOUR)).isEqualTo(new GarbageReport(1, 3, 0));
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(noBlob).exists();
    assertThat(store.collectGarbage(Duration.ZERO).blobs()).isEqualTo(1);
    Files.delete(noBlob);
    files.requireClean();
  }

  @Test
  void doesNotDisturbARunningImport() throws IOException {
    try (Staging staging = store.stage()) {
      Images.write(staging, PartName.KERNEL, "kernel");
      Images.write(staging, PartName.INITRAMFS, "initramfs");
      ImageStore other = ImageStore.open(directory, ImageStore.Options.defaults());
      assertThat(other.collectGarbage(Duration.ZERO).blobs()).isZero();
      store.publish(staging, Images.draft("b@1"));
    }
    assertThat(store.collectGarbage(Duration.ZERO)).isEqualTo(new GarbageReport(0, 0, 0));
    assertThat(store.snapshot().images()).containsExactly("a", "b");
    files.requireClean();
  }

  @Test
  void deletesNothingWhileAManifestIsUnreadable() throws IOException {
    Path orphan = orphan("orphan", Duration.ofHours(2));
    Path manifest =
        files.blob(
            StoreInspection.index(directory).readDocument().descriptors().getFirst().digest());
    Files.delete(manifest);
    assertThat(store.collectGarbage(HOUR)).isEqualTo(new GarbageReport(0, 0, 1));
    assertThat(orphan).exists();
    Images.publish(store, "a@1", "one", "two");
    assertThat(store.collectGarbage(HOUR).blobs()).isEqualTo(1);
    assertThat(orphan).doesNotExist();
    files.requireClean();
  }

  private Path orphan(String content, Duration age) throws IOException {
    return age(Files.writeString(files.blob(Sha256.of(bytes(content))), content), age);
  }

  private static Path age(Path file, Duration age) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static ByteBuffer bytes(String text) {
    return StandardCharsets.US_ASCII.encode(text);
  }
}
