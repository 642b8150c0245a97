package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/** Several writers on one store, in one process and in several. */
class SharedStoreTest {
  @TempDir Path temp;
  private Path directory;
  private StoreInspection files;

  @BeforeEach
  void name() {
    directory = temp.resolve("store");
    files = new StoreInspection(directory);
  }

  @Test
  void letsProcessesPublishAtTheSameTime() throws Exception {
    List<String> first = List.of("a@1", "a@2", "a@3", "a@4");
    List<String> second = List.of("b@1", "b@2", "b@3", "b@4");
    try (StoreProcess one = StoreProcess.publishing(directory, first);
        StoreProcess two = StoreProcess.publishing(directory, second)) {
      assertThat(one.end()).isEmpty();
      assertThat(two.end()).isEmpty();
    }
    ImageStore store = ImageStore.open(directory, ImageStore.Options.defaults());
    assertThat(refs(store)).containsAll(first).containsAll(second).hasSize(8);
    files.requireClean();
  }

  @Test
  void letsProcessesPublishDuringGarbageCollection() throws Exception {
    List<String> refs = List.of("a@1", "old@1", "a@2", "old@2", "a@3", "old@3", "a@4");
    ImageStore store = ImageStore.open(directory, ImageStore.Options.defaults());
    try (StoreProcess _ = StoreProcess.collecting(directory);
        StoreProcess one = StoreProcess.publishing(directory, refs)) {
      for (int version = 1; version <= 8; version++) {
        Images.publish(store, "b@" + version, "initramfs " + version, "shared");
        store.setChannel(new ChannelRef("b", "stable"), new ImageSelector("b", Optional.empty()));
      }
      assertThat(one.end()).isEmpty();
    }
    store.prune(new Retention(OptionalInt.of(1), Map.of(), List.of()), "old"::equals);
    assertThat(refs(store))
        .contains("a@1", "a@2", "a@3", "a@4", "old@3", "b@1", "b@8")
        .doesNotContain("old@1", "old@2")
        .hasSize(13);
    assertThat(store.require(ImageSelector.parse("b@stable")).ref()).hasToString("b@8");
    files.requireClean();
  }

  @Test
  void isCreatedByManyAtTheSameTime() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path fresh = temp.resolve("fresh-" + round);
      List<Callable<ImageStore>> tasks =
          Collections.nCopies(4, () -> ImageStore.open(fresh, ImageStore.Options.defaults()));
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        for (Future<ImageStore> result : threads.invokeAll(tasks)) {
          assertThat(result.get().snapshot().all()).isEmpty();
        }
      }
    }
  }

  @Test
  void letsThreadsWithTheirOwnStoresPublishAtTheSameTime() throws Exception {
    List<String> refs = new ArrayList<>();
    List<Callable<PublishResult>> tasks = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String ref = "image-" + i % 3 + "@" + i;
      refs.add(ref);
      tasks.add(() -> {
        ImageStore own = ImageStore.open(directory, ImageStore.Options.defaults());
        return Images.publish(own, ref, ref, "shared");
      });
    }
    runAll(tasks);
    ImageStore store = ImageStore.open(directory, ImageStore.Options.defaults());
    assertThat(refs(store)).containsExactlyInAnyOrderElementsOf(refs);
    files.requireClean();
  }

  @Test
  void publishesOnlyOneOfSeveralContentsAsAVersion() throws Exception {
    ImageStore store = ImageStore.open(directory, ImageStore.Options.defaults());
    List<Callable<PublishResult>> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String content = "content " + i;
      tasks.add(() -> Images.publish(store, "a@1", content, "shared"));
    }
    int published = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<PublishResult> result : threads.invokeAll(tasks)) {
        try {
          assertThat(result.get().isNew()).isTrue();
          published++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).satisfies(kind(Kind.IMAGE_EXISTS));
        }
      }
    }
    assertThat(published).isEqualTo(1);
    files.requireClean();
  }

  @Test
  void namesAnotherProcessThatHoldsTheLockUntilItEnds() throws Exception {
    ImageStore.open(directory, ImageStore.Options.defaults());
    ImageStore store =
        ImageStore.open(directory, new ImageStore.Options(Duration.ofMillis(30), "this test"));
    try (StoreProcess other = StoreProcess.locking(directory)) {
      assertThatThrownBy(store::stage)
          .satisfies(kind(Kind.LOCKED))
          .hasMessageContaining("the other (pid " + other.pid() + ") is changing store ");
      // Reading needs no lock, nor does opening.
      ImageStore reader = ImageStore.open(directory, ImageStore.Options.defaults());
      assertThat(reader.snapshot().all()).isEmpty();
    }
    Images.publish(store, "a@1", "one", "two");
    assertThat(refs(store)).containsExactly("a@1");
  }

  @Test
  void deletesStagingsOnlyAfterTheirOwnersDied() throws Exception {
    ImageStore store = ImageStore.open(directory, ImageStore.Options.defaults());
    Path stagings = directory.resolve(".pairboot/staging");
    try (Staging mine = store.stage()) {
      StagedPart part = Images.write(mine, PartName.KERNEL, "kernel");
      try (StoreProcess _ = StoreProcess.staging(directory)) {
        ImageStore.open(directory, ImageStore.Options.defaults());
        assertThat(stagings.toFile().list()).hasSize(2);
        assertThat(part.file()).hasContent("kernel");
      }
      ImageStore.open(directory, ImageStore.Options.defaults());
      assertThat(stagings.toFile().list()).hasSize(1);
      assertThat(part.file()).hasContent("kernel");
    }
    assertThat(stagings.toFile().list()).isEmpty();
  }

  @Test
  void closesStagingsWhileOthersCleanUp() throws Exception {
    ImageStore store = ImageStore.open(directory, ImageStore.Options.defaults());
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(() -> {
        for (int round = 0; round < 60; round++) {
          try (Staging staging = store.stage()) {
            Files.createFile(staging.directory().resolve("file"));
          }
        }
        return 0;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isZero();
      }
    }
    assertThat(files.leftovers()).isEmpty();
  }

  @Test
  void removesAnIncompleteStaging() throws IOException {
    ImageStore.open(directory, ImageStore.Options.defaults());
    Path stagings = directory.resolve(".pairboot/staging");
    Files.createDirectories(stagings.resolve("without-lock/parts"));
    Path outside = Files.writeString(temp.resolve("outside"), "stays");
    Files.createSymbolicLink(stagings.resolve("without-lock/parts/link"), outside);
    Files.writeString(stagings.resolve("stray"), "");

    ImageStore.open(directory, ImageStore.Options.defaults());
    assertThat(stagings).isEmptyDirectory();
    assertThat(outside).hasContent("stays");
  }

  private static void runAll(List<Callable<PublishResult>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<PublishResult> result : threads.invokeAll(tasks)) {
        assertThat(result.get().isNew()).isTrue();
      }
    }
  }

  private static List<String> refs(ImageStore store) {
    return store.snapshot().all().stream().map(ImageVersion::ref).map(Object::toString).toList();
  }
}
