package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;

class ImageStoreTest {
  @TempDir Path temp;
  private Path directory;
  private ImageStore store;
  private StoreInspection files;

  @BeforeEach
  void open() throws IOException {
    directory = temp.resolve("store");
    files = new StoreInspection(directory);
    store = ImageStore.open(directory, ImageStore.Options.defaults());
  }

  @Test
  void readsAPublishedImageBack() throws IOException {
    ImageVersion published = Images.publish(store, "fcos@1", "initramfs", "rootfs").image();

    ImageVersion found = reopened().snapshot().find(ImageRef.parse("fcos@1")).orElseThrow();
    assertThat(found).usingRecursiveComparison().ignoringFields("parts").isEqualTo(published);
    assertThat(found.parts())
        .extracting(part -> part.name())
        .containsExactly(PartName.KERNEL, PartName.INITRAMFS, PartName.ROOTFS);
    assertThat(Images.read(found.kernel().content())).isEqualTo("the kernel");
    assertThat(Images.read(found.file("rootfs.img").orElseThrow())).isEqualTo("rootfs");
  }

  @Test
  void servesThePairWithPaddingAsLiveImage() throws IOException {
    ImageVersion image = Images.publish(store, "fcos@1", "initramfs", "rootfs").image();

    String expected = "initramfs\0\0\0rootfs";
    assertThat(Images.read(image.liveImage().orElseThrow())).isEqualTo(expected);
    assertThat(image.file("live.img")).isPresent();
  }

  @Test
  void hasNoLiveImageWithoutARootfs() throws IOException {
    try (Staging staging = store.stage()) {
      Images.write(staging, PartName.extra("ignition.img"), "ignition");
      Images.write(staging, PartName.INITRAMFS, "initramfs");
      Images.write(staging, PartName.KERNEL, "kernel");
      store.publish(staging, Images.draft("fat@1"));
    }
    ImageVersion image = store.snapshot().latest("fat").orElseThrow();
    assertThat(image.liveImage()).isEmpty();
    assertThat(image.rootfs()).isEmpty();
    assertThat(image.initrds())
        .extracting(part -> part.fileName())
        .containsExactly("initramfs.img", "ignition.img");
  }

  @Test
  void storesEqualBlobsOnceAndReadOnly() throws IOException {
    Images.publish(store, "a@1", "one", "shared");
    Images.publish(store, "b@1", "two", "shared");

    // kernel and rootfs once, two initramfs, two configs, two manifests
    assertThat(files.blobs()).hasSize(8);
    for (Path blob : files.blobs()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(blob)))
          .doesNotContain("w");
    }
  }

  @Test
  void findsTheNewestEvenIfTheClockWasSetBack() throws IOException {
    Instant[] now = {Instant.parse("2026-05-01T00:00:00Z")};
    ImageStore clocked =
        ImageStore.open(directory, ImageStore.Options.defaults(), Disk.local(), () -> now[0]);
    Images.publish(clocked, "fcos@2", "a", "a");
    Images.publish(clocked, "fcos@3", "b", "b");
    now[0] = Instant.parse("2020-01-01T00:00:00Z");
    Images.publish(clocked, "fcos@1", "c", "c");
    Images.publish(clocked, "other@1", "d", "d");

    Snapshot snapshot = reopened().snapshot();
    assertThat(snapshot.versions("fcos"))
        .extracting(image -> image.ref().version())
        .containsExactly("1", "3", "2");
    assertThat(snapshot.find(ImageSelector.parse("fcos")).orElseThrow().ref().version())
        .isEqualTo("1");
    assertThat(snapshot.latestOfAll().orElseThrow().ref().name()).isEqualTo("other");
    assertThat(snapshot.images()).containsExactly("fcos", "other");
  }

  @Test
  void acceptsTheSameContentAgainButNoOther() throws IOException {
    assertThat(Images.publish(store, "fcos@1", "a", "b").isNew()).isTrue();
    List<Path> before = files.blobs();

    assertThat(Images.publish(store, "fcos@1", "a", "b").isNew()).isFalse();
    assertThatThrownBy(() -> Images.publish(store, "fcos@1", "a", "other"))
        .satisfies(kind(Kind.IMAGE_EXISTS))
        .hasMessage(
            "fcos@1 is already published with other files; choose another version, or remove it"
                + " first");
    assertThat(files.blobs()).containsExactlyElementsOf(before);
    assertThat(files.leftovers()).isEmpty();
  }

  @Test
  void repairsCorruptedBlobsWhenPublishingAgain() throws IOException {
    ImageVersion image = Images.publish(store, "fcos@1", "a", "rootfs").image();
    ImageStore running = reopened();
    Path blob = files.blob(image.rootfs().orElseThrow().digest());
    Files.delete(blob);
    Files.writeString(blob, "r00tfs");
    Path manifest = files.blob(Sha256.parse(index("digest")));
    Files.delete(manifest);

    assertThat(Images.publish(store, "fcos@1", "a", "rootfs").image().ref()).isEqualTo(image.ref());
    assertThat(store.check(image, Set.of(), Progress.NONE).damaged()).isEmpty();
    assertThat(
            Images.read(
                running.snapshot().find(image.ref()).orElseThrow().rootfs().get().content()))
        .isEqualTo("rootfs");
  }

  @Test
  void deletesOnlyBlobsThatNoOtherImageNeeds() throws IOException {
    Images.publish(store, "a@1", "one", "shared");
    Images.publish(store, "b@1", "two", "shared");
    store.setDefault(Optional.empty());
    store.remove(ImageRef.parse("a@1"));
    assertThat(store.snapshot().images()).containsExactly("b");
    assertThat(files.blobs()).hasSize(5);
    assertThat(
            store
                .check(store.require(ImageSelector.parse("b@1")), Set.of(), Progress.NONE)
                .isSound())
        .isTrue();

    store.remove(ImageRef.parse("b@1"));
    assertThat(files.blobs()).isEmpty();
    assertThat(files.leftovers()).isEmpty();
  }

  @Test
  void suggestsANameWhenRemovingAnUnknownImage() throws IOException {
    assertThatThrownBy(() -> store.remove(ImageRef.parse("fcos@1")))
        .satisfies(kind(Kind.NO_SUCH_IMAGE))
        .hasMessage("image fcos@1 not found; the store has no images");
    Images.publish(store, "fcos-stable@44.1", "a", "b");
    assertThatThrownBy(() -> store.remove(ImageRef.parse("fcos-stabel@44.1")))
        .hasMessage("image fcos-stabel@44.1 not found; did you mean fcos-stable@44.1?");
  }

  @Test
  void keepsOpenContentReadableWhenTheImageIsRemoved() throws IOException {
    ImageVersion image = Images.publish(store, "fcos@1", "a", "rootfs").image();
    try (ContentReader reader = image.rootfs().orElseThrow().content().open()) {
      store.remove(image.ref());
      ByteBuffer bytes = ByteBuffer.allocate(6);
      assertThat(reader.read(0, bytes)).isEqualTo(6);
      assertThat(bytes.array()).isEqualTo("rootfs".getBytes());
    }
    assertThat(files.blobs()).isEmpty();
  }

  @Test
  void showsChangesToOtherStoresAndKeepsUnchangedContents() throws IOException {
    ImageStore reader = reopened();
    Snapshot empty = reader.snapshot();
    assertThat(reader.refresh()).isSameAs(empty);

    Images.publish(store, "a@1", "one", "shared");
    Snapshot first = reader.refresh();
    assertThat(first.images()).containsExactly("a");
    assertThat(reader.refresh()).isSameAs(first);

    Images.publish(store, "b@1", "two", "shared");
    Snapshot second = reader.refresh();
    assertThat(rootfsOf(second, "b@1")).isSameAs(rootfsOf(first, "a@1"));
    assertThat(rootfsOf(second, "a@1")).isSameAs(rootfsOf(first, "a@1"));
    assertThat(empty.images()).isEmpty();
  }

  @Test
  void refusesAnIncompleteImage() throws IOException {
    try (Staging staging = store.stage()) {
      Images.write(staging, PartName.INITRAMFS, "initramfs");
      assertThatThrownBy(() -> store.publish(staging, Images.draft("fcos@1")))
          .satisfies(kind(Kind.NOT_PUBLISHABLE))
          .hasMessage("cannot publish fcos@1: an image has exactly one kernel");
    }
    assertThat(files.leftovers()).isEmpty();
  }

  private static Object rootfsOf(Snapshot snapshot, String ref) {
    return snapshot.find(ImageRef.parse(ref)).orElseThrow().rootfs().orElseThrow().content();
  }

  private String index(String field) throws IOException {
    String json = Files.readString(files.index());
    return json.replaceAll(".*\"" + field + "\":\"([^\"]*)\".*", "$1");
  }

  private ImageStore reopened() throws IOException {
    return ImageStore.open(directory, ImageStore.Options.defaults());
  }
}
