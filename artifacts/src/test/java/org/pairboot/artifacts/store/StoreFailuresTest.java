package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.ProcessLock;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;

class StoreFailuresTest {
  @TempDir Path temp;
  private Path directory;
  private StoreInspection files;

  private interface Failure {
    IOException of(Path path);
  }

  @BeforeEach
  void name() {
    directory = temp.resolve("store");
    files = new StoreInspection(directory);
  }

  @Test
  void reportsAFullDiskWithNeededAndFreeBytes() throws IOException {
    ImageStore store = failing(HookedDisk.Operation.WRITE, "rootfs.img", full());
    assertThatThrownBy(() -> Images.publish(store, "a@1", "initramfs", "rootfs"))
        .satisfies(kind(Kind.DISK_FULL))
        .hasMessageMatching(
            "file system .+ of store .*/store is full: writing failed with [\\d,.]+ bytes free;"
                + " inodes .* or a quota may be used up; nothing was published");
    requireEmptyAndClean();
  }

  @Test
  void leavesNothingOfAnImportThatCouldNotStartOnAFullDisk() throws IOException {
    for (String step : List.of("work", "parts")) {
      ImageStore store = failing(HookedDisk.Operation.MAKE_DIRECTORY, step, full());
      assertThatThrownBy(store::stage).satisfies(kind(Kind.DISK_FULL));
      assertThat(directory.resolve(".pairboot/staging")).isEmptyDirectory();
    }
  }

  @Test
  void leavesNoDraftOnAFullDiskAndNamesTheStore() throws IOException {
    for (String draft : List.of("pending.new", "index.json.new")) {
      ImageStore store = failing(HookedDisk.Operation.WRITE, draft, full());
      assertThatThrownBy(() -> Images.publish(store, "a@1", "initramfs", "rootfs"))
          .satisfies(kind(Kind.DISK_FULL))
          .hasMessageContaining(" of store " + directory + " is full");
      assertThat(directory.resolve(".pairboot").resolve(draft)).doesNotExist();
    }
    requireEmptyAndClean();
  }

  @Test
  void publishesAllOrNothingWhenTheDiskIsFullAtAnyStep() throws IOException {
    List<String> steps = new ArrayList<>();
    Images.publish(
        open(
            temp.resolve("model"),
            (moment, operation, path) -> {
              if (moment != HookedDisk.Moment.AFTER) {
                steps.add(operation.name());
              }
            }),
        "a@1",
        "one",
        "two");
    for (int step = 0; step < steps.size(); step++) {
      Path place = temp.resolve("full-" + step);
      StoreInspection inspection = new StoreInspection(place);
      int[] left = {step};
      try {
        ImageStore store = open(place, fullAfter(left));
        Images.publish(store, "a@1", "one", "two");
      } catch (StoreException e) {
        assertThat(e).satisfies(kind(Kind.DISK_FULL));
        // as meant; failures in clearing up are not the user's
      }
      ImageStore store = open(place, HookedDisk.Hook.NONE);
      inspection.requireClean();
      Images.publish(store, "a@1", "one", "two");
      inspection.requireClean();
    }
  }

  @Test
  void removesFromAFullDiskWithTheRoomThatIsKept() throws IOException {
    ImageStore roomy = open(directory, HookedDisk.Hook.NONE);
    for (String ref : List.of("a@1", "a@2", "a@3")) {
      Images.publish(roomy, ref, "initramfs of " + ref, "shared");
    }
    ImageStore full =
        open(
            directory,
            (moment, operation, path) -> {
              if (operation == HookedDisk.Operation.WRITE && hasReserve()) {
                throw full().of(path);
              }
            });

    full.remove(ImageRef.parse("a@1"), List.of());
    full.remove(ImageRef.parse("a@2"), List.of());

    assertThat(full.snapshot().all()).hasSize(1);
    new StoreInspection(directory).requireClean();
    assertThat(hasReserve()).as("room for a reserve").isFalse();

    open(directory, HookedDisk.Hook.NONE).collectGarbage(Duration.ofSeconds(-1));
    assertThat(hasReserve()).isTrue();
  }

  private boolean hasReserve() throws IOException {
    try (Stream<Path> own = Files.list(directory.resolve(".pairboot"))) {
      return own.anyMatch(StoreInspection::isReserve);
    }
  }

  /** Fails the step before which {@code left}, which counts down, has reached 0. */
  private static HookedDisk.Hook fullAfter(int[] left) {
    return (moment, operation, path) -> {
      if (moment != HookedDisk.Moment.AFTER && left[0]-- == 0) {
        throw full().of(path);
      }
    };
  }

  @Test
  void survivesAFullDiskAtAnyStepOfAChange() throws IOException {
    boolean failed = true;
    for (int step = 0; failed; step++) {
      Path place = temp.resolve("change-" + step);
      ImageStore before = open(place, HookedDisk.Hook.NONE);
      for (String ref : List.of("a@1", "a@2", "a@3")) {
        Images.publish(before, ref, "initramfs of " + ref, "shared");
      }
      int[] left = {step};
      ImageStore store = open(place, fullAfter(left));
      failed = failsForWantOfRoom(store) || left[0] < 0;

      ImageStore after = open(place, HookedDisk.Hook.NONE);
      new StoreInspection(place).requireClean();
      assertThat(failsForWantOfRoom(after)).isFalse();
      assertThat(after.snapshot().all()).hasSize(2);
      assertThat(after.snapshot().channels("a")).containsOnlyKeys("stable");
      new StoreInspection(place).requireClean();
    }
  }

  /** Makes a change of every kind. */
  private static boolean failsForWantOfRoom(ImageStore store) throws IOException {
    try {
      store.setChannel(new ChannelRef("a", "stable"), ImageSelector.parse("a@1"));
      store.prune(new Retention(OptionalInt.of(1), Map.of(), List.of()), name -> true);
      store.collectGarbage(Duration.ofSeconds(-1));
      return false;
    } catch (StoreException e) {
      assertThat(e).satisfies(kind(Kind.DISK_FULL));
      return true;
    }
  }

  @Test
  void refusesToCopyMoreThanFits() throws IOException {
    try (Staging staging = open(directory, HookedDisk.Hook.NONE).stage()) {
      assertThatThrownBy(() -> staging.requireSpace(Long.MAX_VALUE))
          .satisfies(kind(Kind.DISK_FULL));
      staging.requireSpace(1);
    }
  }

  @Test
  void namesTheDirectoryAndTheUserWithoutWritePermission() throws IOException {
    ImageStore store =
        failing(
            HookedDisk.Operation.MAKE_DIRECTORY,
            "staging",
            path -> new AccessDeniedException(path.toString()));
    assertThatThrownBy(store::stage)
        .satisfies(kind(Kind.NOT_WRITABLE))
        .hasMessage(
            "cannot write to %s as user %s: permission denied; run as a user who may write"
                + " there, or use another data directory",
            directory.resolve(".pairboot/staging"), System.getProperty("user.name"));
  }

  @Test
  void readsFromAReadOnlyFileSystem() throws IOException {
    Images.publish(open(directory, HookedDisk.Hook.NONE), "a@1", "one", "two");
    ImageStore store =
        open(
            directory,
            (moment, operation, path) -> {
              throw new FileSystemException(path.toString(), null, "Read-only file system");
            });
    assertThat(store.snapshot().images()).containsExactly("a");
    assertThatThrownBy(store::stage)
        .satisfies(kind(Kind.NOT_WRITABLE))
        .hasMessageContaining("read-only file system");
  }

  @Test
  void doesNotReportAMissingSourceAsAFailureOfTheStore() throws IOException {
    try (Staging staging = open(directory, HookedDisk.Hook.NONE).stage()) {
      assertThatThrownBy(
              () -> staging.copy(temp.resolve("none"), PartName.KERNEL, Progress.NONE, List.of()))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(staging.parts()).isEmpty();
    }
  }

  @Test
  void refusesOtherDirectories() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("thesis.tex"), "...");
    assertThatThrownBy(() -> open(directory, HookedDisk.Hook.NONE))
        .satisfies(kind(Kind.NOT_A_STORE))
        .hasMessage(
            "%s is not an image store: it contains 'thesis.tex' but no oci-layout; use an empty"
                + " or new directory",
            directory);
    assertThat(directory).isDirectoryNotContaining("glob:**.pairboot");

    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> open(file, HookedDisk.Hook.NONE))
        .satisfies(kind(Kind.NOT_A_STORE))
        .hasMessageContaining("is not a directory");
  }

  @Test
  void createsAStoreOnAnEmptyFileSystem() throws IOException {
    Files.createDirectories(directory.resolve("lost+found"));
    assertThat(open(directory, HookedDisk.Hook.NONE).snapshot().all()).isEmpty();
  }

  @Test
  void reportsABrokenIndexWhenOpening() throws IOException {
    open(directory, HookedDisk.Hook.NONE);
    Files.writeString(files.index(), "{ \"schemaVersion\": 2, ");
    assertThatThrownBy(() -> open(directory, HookedDisk.Hook.NONE))
        .satisfies(kind(Kind.BROKEN_STORE))
        .hasMessageStartingWith(files.index() + " is not JSON: ")
        .hasMessageEndingWith(
            "; restore it from a backup, or move the store away and import the images again");
    Files.writeString(files.index(), "{\"schemaVersion\":2}");
    assertThatThrownBy(() -> open(directory, HookedDisk.Hook.NONE))
        .hasMessageContaining("is not an OCI image index: it has no list of manifests");
    Files.delete(files.index());
    assertThatThrownBy(() -> open(directory, HookedDisk.Hook.NONE))
        .hasMessageContaining("index.json is missing");
  }

  @Test
  void keepsTheLastGoodSnapshotAndNeverOverwritesABrokenIndex() throws IOException {
    ImageStore store = open(directory, HookedDisk.Hook.NONE);
    Images.publish(store, "a@1", "one", "two");
    byte[] good = Files.readAllBytes(files.index());
    Files.writeString(files.index(), "oops");

    assertThat(store.snapshot().images()).containsExactly("a");
    assertThat(store.snapshot()).isSameAs(store.snapshot());
    assertThatThrownBy(() -> store.remove(ImageRef.parse("a@1")))
        .satisfies(kind(Kind.BROKEN_STORE));
    assertThat(files.index()).hasContent("oops");
    assertThat(files.blobs()).hasSize(5);

    Files.write(files.index(), good);
    Images.publish(store, "b@1", "three", "two");
    assertThat(store.snapshot().images()).containsExactly("a", "b");
  }

  @Test
  void refusesAStoreWithALaterFormatAndLeavesItUnchanged() throws IOException {
    ImageStore running = open(directory, HookedDisk.Hook.NONE);
    Images.publish(running, "a@1", "one", "two");
    String index = Files.readString(files.index());
    assertThat(index).contains("\"org.pairboot.store.format\":\"3\"");
    Path stray = Files.writeString(directory.resolve(".pairboot/staging/of-the-later-one"), "");
    for (String later : List.of("4", "99999999999", "new\\u001b[1m")) {
      Files.writeString(
          files.index(), index.replace("format\":\"3\"", "format\":\"" + later + "\""));
      byte[] before = Files.readAllBytes(files.index());

      assertThatThrownBy(() -> open(directory, HookedDisk.Hook.NONE))
          .satisfies(kind(Kind.NEWER_STORE))
          .hasMessageContaining("was written by a newer release of Pairboot (store format ")
          .hasMessageContaining("nothing was changed")
          .message()
          .doesNotContain("\u001b");
      assertThatThrownBy(() -> Images.publish(running, "b@1", "three", "two"))
          .satisfies(kind(Kind.NEWER_STORE));
      assertThatThrownBy(() -> running.collectGarbage(Duration.ofSeconds(-1)))
          .satisfies(kind(Kind.NEWER_STORE));
      // A running store keeps its last snapshot.
      assertThat(running.snapshot().images()).containsExactly("a");
      assertThat(files.index()).hasBinaryContent(before);
      assertThat(files.blobs()).hasSize(5);
    }
    // Opening would have cleared it up.
    Files.writeString(stray, "");
    assertThatThrownBy(() -> open(directory, HookedDisk.Hook.NONE))
        .satisfies(kind(Kind.NEWER_STORE));
    assertThat(stray).exists();
  }

  @Test
  void namesTheHolderOfTheLock() throws IOException {
    ImageStore store = open(directory, HookedDisk.Hook.NONE);
    StoreDirectory locked = new StoreDirectory(directory, Disk.local(), Duration.ZERO, "a test");
    ImageStore hasty =
        ImageStore.open(directory, new ImageStore.Options(Duration.ofMillis(20), "another test"));
    try (ProcessLock _ = locked.lock()) {
      assertThatThrownBy(hasty::stage)
          .satisfies(kind(Kind.LOCKED))
          .hasMessage(
              "this process (pid %d) is changing store %s; gave up after 0 s; try again when it has"
                  + " finished",
              ProcessHandle.current().pid(), directory);
      assertThat(Files.readString(directory.resolve(".pairboot/lock")))
          .isEqualTo("a test (pid " + ProcessHandle.current().pid() + ")\n");
    }
    Images.publish(store, "a@1", "one", "two");
  }

  private void requireEmptyAndClean() throws IOException {
    ImageStore store = open(directory, HookedDisk.Hook.NONE);
    assertThat(store.snapshot().all()).isEmpty();
    assertThat(files.blobs()).isEmpty();
    files.requireClean();
  }

  private static Failure full() {
    return path -> new FileSystemException(path.toString(), null, "No space left on device");
  }

  private ImageStore failing(HookedDisk.Operation operation, String fileName, Failure failure)
      throws IOException {
    ImageStore opened = open(directory, HookedDisk.Hook.NONE);
    assertThat(opened.snapshot().all()).isEmpty();
    return open(
        directory,
        (moment, step, path) -> {
          if (step == operation && path.endsWith(fileName)) {
            throw failure.of(path);
          }
        });
  }

  private static ImageStore open(Path directory, HookedDisk.Hook hook) throws IOException {
    return ImageStore.open(
        directory, ImageStore.Options.defaults(), new HookedDisk(hook), InstantSource.system());
  }
}
