package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.testimages.Layouts;

/** Lets a writer die at every single step, and looks at what the next start finds. */
class CrashTest {
  private static final ChannelRef STABLE = new ChannelRef("a", "stable");

  @TempDir Path temp;

  private interface Action {
    void run(ImageStore store) throws IOException;
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Dies after a number of moments, and stays dead: clearing up in finally has no effect. */
  private static final class Bomb implements HookedDisk.Hook {
    private int left;

    Bomb(int moments) {
      left = moments;
    }

    @Override
    public void at(HookedDisk.Moment moment, HookedDisk.Operation operation, Path path) {
      if (left == 0) {
        throw new Crash();
      }
      // After a step, the disk is as it is before the next one.
      if (moment != HookedDisk.Moment.AFTER) {
        left--;
      }
    }

    boolean isDead() {
      return left == 0;
    }
  }

  @Test
  void survivesACrashWhilePublishing() throws IOException {
    dieEverywhere(
        store -> Images.publish(store, "a@1", "one", "shared"),
        store -> Images.publish(store, "b@1", "two", "shared"));
  }

  @Test
  void survivesACrashWhileAddingAnArchitecture() throws IOException {
    dieEverywhere(
        store -> {
          Images.publish(store, "a@1", "one", "shared");
          store.setChannel(STABLE, ImageSelector.parse("a@1"));
        },
        store -> Images.publish(store, "a@1", Optional.of(Architecture.AARCH64), "two", "shared"));
  }

  @Test
  void survivesACrashWhileRemovingAnArchitecture() throws IOException {
    dieEverywhere(
        store -> {
          Images.publish(store, "a@1", "one", "shared");
          Images.publish(store, "a@1", Optional.of(Architecture.AARCH64), "two", "shared");
        },
        store -> store.remove(ImageRef.parse("a@1"), Architecture.X86_64, List.of()));
  }

  @Test
  void survivesACrashWhileUpgrading() throws IOException {
    boolean died = true;
    for (int moments = 0; died; moments++) {
      Path directory = Files.createDirectory(temp.resolve("crash-" + moments));
      UpgradeTest.copyTo(directory);
      Bomb bomb = new Bomb(moments);
      died = dies(() -> open(directory, bomb), bomb);

      ImageStore store = open(directory, HookedDisk.Hook.NONE);
      assertThat(store.snapshot().damaged()).isEmpty();
      assertThat(store.snapshot().all()).hasSize(6);
      assertThat(store.snapshot().channels("board")).containsOnlyKeys("stable");
      assertThat(new StoreInspection(directory).index())
          .content()
          .contains("store.format\":\"3\"", "\"architecture\":\"arm64\"");
      new StoreInspection(directory).requireClean();
    }
  }

  /** Whatever the moment, what nobody has proven must not look like an upgraded store. */
  @Test
  void survivesACrashWhileOpeningACopiedLayout() throws IOException {
    Path original = temp.resolve("original");
    Images.publish(open(original, HookedDisk.Hook.NONE), "a@1", "one", "two");
    Layouts.claimProofs(original, config -> {});
    boolean died = true;
    for (int moments = 0; died; moments++) {
      Path directory = temp.resolve("copy-" + moments);
      Layouts.copyImages(original, directory);
      Bomb bomb = new Bomb(moments);
      died = dies(() -> open(directory, bomb), bomb);

      ImageStore store = open(directory, HookedDisk.Hook.NONE);
      assertThat(store.snapshot().all()).isEmpty();
      assertThat(store.snapshot().unproven()).hasSize(1);
      assertThat(new StoreInspection(directory).leftovers()).isEmpty();
      assertThat(directory).isDirectoryNotContaining("glob:**.pairboot.new*");
    }
  }

  @Test
  void survivesACrashWhileNotingAProof() throws IOException {
    Path original = temp.resolve("original");
    Images.publish(open(original, HookedDisk.Hook.NONE), "b@1", "one", "shared");
    dieEverywhere(
        store -> {
          Images.publish(store, "a@1", "one", "shared");
          Layouts.copyImages(original, store.directory());
        },
        store -> {
          for (LeftOut.Unproven unproven : store.refresh().unproven()) {
            store.record(Map.of(unproven.image(), new ImageVersion.Verification.Verified()));
          }
        });
  }

  @Test
  void survivesACrashWhileRemoving() throws IOException {
    dieEverywhere(
        store -> {
          Images.publish(store, "a@1", "one", "shared");
          Images.publish(store, "b@1", "two", "shared");
        },
        store -> store.remove(ImageRef.parse("b@1")));
  }

  @Test
  void survivesACrashWhileMovingAChannel() throws IOException {
    dieEverywhere(
        store -> {
          Images.publish(store, "a@1", "one", "shared");
          Images.publish(store, "a@2", "two", "shared");
          store.setChannel(STABLE, ImageSelector.parse("a@1"));
        },
        store -> store.setChannel(STABLE, ImageSelector.parse("a@2")));
  }

  @Test
  void survivesACrashWhileRemovingAChannel() throws IOException {
    dieEverywhere(
        store -> {
          Images.publish(store, "a@1", "one", "shared");
          store.setChannel(STABLE, ImageSelector.parse("a@1"));
        },
        store -> store.unsetChannel(STABLE));
  }

  @Test
  void survivesACrashWhilePruning() throws IOException {
    dieEverywhere(
        store -> {
          for (String version : List.of("a@1", "a@2", "a@3")) {
            Images.publish(store, version, "initramfs of " + version, "shared");
          }
        },
        store -> store.prune(new Retention(OptionalInt.of(1), Map.of(), List.of()), name -> true));
  }

  @Test
  void survivesACrashWhileCollectingGarbage() throws IOException {
    boolean died = true;
    for (int moments = 0; died; moments++) {
      Path directory = temp.resolve("garbage-" + moments);
      ImageStore before = open(directory, HookedDisk.Hook.NONE);
      Images.publish(before, "a@1", "one", "shared");
      for (String orphan : List.of("first", "second")) {
        Sha256 digest = Sha256.of(StandardCharsets.US_ASCII.encode(orphan));
        Files.writeString(new StoreInspection(directory).blob(digest), orphan);
      }
      Bomb bomb = new Bomb(moments);
      died = dies(() -> open(directory, bomb).collectGarbage(Duration.ofSeconds(-1)), bomb);

      ImageStore store = open(directory, HookedDisk.Hook.NONE);
      store.collectGarbage(Duration.ofSeconds(-1));
      new StoreInspection(directory).requireClean();
      assertThat(refs(store)).hasSize(1);
    }
  }

  @Test
  void survivesACrashWhileCreatingTheStore() throws IOException {
    boolean died = true;
    for (int moments = 0; died; moments++) {
      Path directory = temp.resolve("new-" + moments);
      Bomb bomb = new Bomb(moments);
      died = dies(() -> open(directory, bomb), bomb);

      ImageStore store = open(directory, HookedDisk.Hook.NONE);
      Images.publish(store, "a@1", "one", "two");
      new StoreInspection(directory).requireClean();
    }
  }

  /** Cleaning up after a crash may itself crash at every step. */
  @ParameterizedTest
  @EnumSource(names = {"RENAME", "DELETE"})
  void recovering(HookedDisk.Operation last) throws IOException {
    boolean died = true;
    for (int moments = 0; died; moments++) {
      Path directory = temp.resolve("crash-" + moments);
      Bomb first = new Bomb(Integer.MAX_VALUE);
      ImageStore dying = open(directory, first);
      first.left = momentsUntilLast(last, temp.resolve("dry-run-" + moments));
      assertThat(dies(() -> Images.publish(dying, "a@1", "one", "rootfs"), first)).isTrue();

      Bomb second = new Bomb(moments);
      died = dies(() -> open(directory, second), second);
      ImageStore store = open(directory, HookedDisk.Hook.NONE);
      new StoreInspection(directory).requireClean();
      Images.publish(store, "b@1", "two", "rootfs");
      new StoreInspection(directory).requireClean();
    }
  }

  /** How many moments of a publication lie before the end of its last step of this kind. */
  private static int momentsUntilLast(HookedDisk.Operation last, Path directory)
      throws IOException {
    List<HookedDisk.Operation> moments = new ArrayList<>();
    ImageStore store =
        open(
            directory,
            (moment, operation, path) -> {
              if (moment != HookedDisk.Moment.AFTER) {
                moments.add(operation);
              }
            });
    moments.clear();
    Images.publish(store, "a@1", "one", "rootfs");
    return moments.lastIndexOf(last);
  }

  private void dieEverywhere(Action before, Action action) throws IOException {
    Path model = temp.resolve("model");
    ImageStore whole = open(model, HookedDisk.Hook.NONE);
    before.run(whole);
    Set<String> oldState = refs(whole);
    action.run(whole);
    Set<String> newState = refs(whole);

    List<Boolean> outcomes = new ArrayList<>();
    boolean died = true;
    for (int moments = 0; died; moments++) {
      Path directory = temp.resolve("crash-" + moments);
      before.run(open(directory, HookedDisk.Hook.NONE));
      Bomb bomb = new Bomb(moments);
      died = dies(() -> action.run(open(directory, bomb)), bomb);

      ImageStore store = open(directory, HookedDisk.Hook.NONE);
      new StoreInspection(directory).requireClean();
      assertThat(store.snapshot().damaged()).isEmpty();
      assertThat(refs(store)).isIn(oldState, newState);
      outcomes.add(refs(store).equals(newState));
      if (!refs(store).equals(newState)) {
        action.run(store);
        assertThat(refs(store)).isEqualTo(newState);
      }
      new StoreInspection(directory).requireClean();
    }
    // The change takes effect at one moment, and never falls back.
    assertThat(outcomes).isSorted().contains(true, false);
  }

  private interface Run {
    void run() throws IOException;
  }

  private static boolean dies(Run action, Bomb bomb) throws IOException {
    try {
      action.run();
      return bomb.isDead();
    } catch (Crash e) {
      return true;
    }
  }

  /** The versions, and the channels with what they point to. */
  private static Set<String> refs(ImageStore store) {
    Set<String> refs = new HashSet<>();
    for (ImageVersion image : store.snapshot().all()) {
      refs.add(image.ref() + " " + image.architecture().orElseThrow());
      for (String channel : store.snapshot().channels(image.ref())) {
        refs.add(channel + " -> " + image.ref());
      }
    }
    return refs;
  }

  private static ImageStore open(Path directory, HookedDisk.Hook hook) throws IOException {
    return ImageStore.open(
        directory, ImageStore.Options.defaults(), new HookedDisk(hook), InstantSource.system());
  }
}
