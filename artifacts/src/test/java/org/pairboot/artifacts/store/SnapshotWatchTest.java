package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.index.StoreIndex;

/** Who serves reads no files: a watch does, and publishes what it finds. */
class SnapshotWatchTest {
  private final List<String> published = new CopyOnWriteArrayList<>();

  @TempDir private Path temp;
  private Path directory;
  private ImageStore writer;
  private ImageStore server;

  @BeforeEach
  void open() throws IOException {
    directory = temp.resolve("store");
    writer = ImageStore.open(directory, ImageStore.Options.defaults());
    server = ImageStore.open(directory, ImageStore.Options.defaults());
  }

  @Test
  void readingASnapshotLooksAtNoFile() throws IOException {
    Snapshot before = server.snapshot();
    Images.publish(writer, "a@1", "one", "shared");
    assertThat(server.snapshot()).isSameAs(before);
    Files.move(directory, temp.resolve("away"));
    assertThat(server.snapshot()).isSameAs(before);
  }

  @Test
  void aWatchPublishesWhatOthersChange() throws IOException {
    try (SnapshotWatch _ = server.watch(published::add)) {
      Images.publish(writer, "a@1", "one", "shared");
      await().until(() -> server.snapshot().images().equals(List.of("a")));
      Images.publish(writer, "b@1", "two", "shared");
      await().until(() -> server.snapshot().images().equals(List.of("a", "b")));
      await().until(() -> published.getLast().equals(writer.state()));
    }
  }

  @Test
  void aWatchFindsChangesWhereNothingTellsOfThem() throws IOException {
    StoreIndex index =
        new StoreIndex(
            new StoreDirectory(
                directory, Disk.local(), ImageStore.Options.defaults().lockWait(), "test"));
    LiveSnapshot snapshot = new LiveSnapshot(index);
    // As on a file system that cannot be watched.
    List<Path> unwatched = List.of(temp.resolve("none"));
    try (SnapshotWatch _ = SnapshotWatch.start(snapshot, unwatched, published::add)) {
      Images.publish(writer, "a@1", "one", "shared");
      await().until(() -> snapshot.get().images().equals(List.of("a")));
    }
  }

  @Test
  void onlyNewManifestsAreReadForTheNextSnapshot() throws IOException {
    ImageVersion old = Images.publish(writer, "a@1", "one", "shared").image();
    server.refresh();
    StoreInspection files = new StoreInspection(directory);
    Path manifest = manifestOf(files);
    long length = Files.size(manifest);
    assertThat(manifest.toFile().setWritable(true)).isTrue();
    // Whoever reads it now finds out that it is damaged.
    Files.write(manifest, new byte[(int) length]);

    Images.publish(writer, "b@1", "two", "shared");
    assertThat(server.refresh().find(old.ref())).isPresent();
    assertThat(ImageStore.open(directory, ImageStore.Options.defaults()).snapshot().find(old.ref()))
        .isEmpty();
  }

  @Test
  void aBlobThatIsNoFileIsDamaged() throws Exception {
    ImageVersion image = Images.publish(writer, "a@1", "one", "shared").image();
    Sha256 rootfs = image.rootfs().orElseThrow().digest();
    Path blob = new StoreInspection(directory).blob(rootfs);
    Files.move(blob, temp.resolve("elsewhere"));
    Files.createSymbolicLink(blob, temp.resolve("elsewhere"));
    assertThat(damage()).containsExactly("a@1: rootfs.img is not a regular file");

    Files.delete(blob);
    assertThat(new ProcessBuilder("mkfifo", blob.toString()).start().waitFor()).isZero();
    assertThat(damage()).containsExactly("a@1: rootfs.img is not a regular file");
  }

  private List<String> damage() throws IOException {
    return ImageStore.open(directory, ImageStore.Options.defaults()).snapshot().damaged().stream()
        .map(Object::toString)
        .toList();
  }

  private Path manifestOf(StoreInspection files) throws IOException {
    String index = Files.readString(files.index());
    int digest = index.indexOf("sha256:") + "sha256:".length();
    return files.blob(new Sha256(index.substring(digest, digest + 64)));
  }
}
