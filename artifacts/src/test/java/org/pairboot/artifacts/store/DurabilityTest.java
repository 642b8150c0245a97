package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;

/** What the disk may lose in a power cut: whatever was not synchronised before it was relied on. */
class DurabilityTest {
  @TempDir Path temp;

  /** Knows which files and directories the disk could still lose. */
  private static final class Watch implements HookedDisk.Hook {
    private final Set<Path> unsafeFiles = new HashSet<>();
    private final Set<Path> unsafeDirectories = new HashSet<>();
    private int indexSwaps;
    private int deletedBlobs;

    @Override
    public void at(HookedDisk.Moment moment, HookedDisk.Operation operation, Path path) {
      boolean isBefore = moment == HookedDisk.Moment.BEFORE;
      boolean isBlob = path.getParent().endsWith("blobs/sha256");
      switch (operation) {
        case WRITE, COPY -> unsafeFiles.add(path);
        case SYNC -> unsafeFiles.remove(path);
        case SYNC_DIRECTORY -> unsafeDirectories.remove(path);
        case RENAME -> {
          assertThat(unsafeFiles).as("unsynchronised when %s is renamed", path).isEmpty();
          if (isBefore && path.endsWith("index.json")) {
            assertThat(unsafeDirectories).as("unsynchronised when the index is swapped").isEmpty();
            indexSwaps++;
          }
          unsafeDirectories.add(path.getParent());
        }
        case DELETE -> {
          if (isBefore && isBlob) {
            assertThat(unsafeDirectories).as("unsynchronised when a blob is deleted").isEmpty();
            deletedBlobs++;
          }
        }
        default -> {}
      }
    }
  }

  @Test
  void syncsEverythingBeforeRelyingOnIt() throws IOException {
    Watch watch = new Watch();
    ImageStore store =
        ImageStore.open(
            temp.resolve("store"),
            ImageStore.Options.defaults(),
            new HookedDisk(watch),
            InstantSource.system());
    Path source = Files.writeString(temp.resolve("source"), "a kernel in a file");
    try (Staging staging = store.stage()) {
      staging.copy(source, PartName.KERNEL, Progress.NONE, List.of());
      Images.write(staging, PartName.INITRAMFS, "initramfs");
      store.publish(staging, Images.draft("a@1"));
    }
    store.remove(ImageRef.parse("a@1"));

    assertThat(watch.indexSwaps).isEqualTo(3);
    assertThat(watch.deletedBlobs).isEqualTo(4);
    assertThat(watch.unsafeFiles).isEmpty();
    assertThat(watch.unsafeDirectories).isEmpty();
  }
}
