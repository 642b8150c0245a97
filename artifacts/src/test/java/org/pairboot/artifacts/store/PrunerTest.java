package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.store.PruneResult.Kept;
import org.pairboot.artifacts.store.PruneResult.Reason;
import org.pairboot.artifacts.store.Retention.Pin;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;

class PrunerTest extends StoreTest {
  @BeforeEach
  void publish() throws IOException {
    for (String ref : List.of("a@1", "a@2", "a@3", "a@4", "b@1", "b@2")) {
      Images.publish(store, ref, "initramfs of " + ref, "shared");
    }
  }

  @Test
  void keepsTheNewestAndFreesOnlyUnsharedBytes() throws IOException {
    long before = length();
    PruneResult dry = store.dryRunPrune(keep(2), name -> true);
    assertThat(length()).isEqualTo(before);
    assertThat(refs()).hasSize(6);

    PruneResult pruned = store.prune(keep(2), name -> true);
    assertThat(pruned).isEqualTo(dry);
    assertThat(pruned.removed()).map(ImageRef::toString).containsExactly("a@2", "a@1");
    assertThat(pruned.kept()).isEmpty();
    assertThat(pruned.freedBytes()).isPositive().isEqualTo(before - length());
    assertThat(refs()).containsExactly("b@2", "b@1", "a@4", "a@3");
    assertThat(Images.read(store.snapshot().latest("a").orElseThrow().parts().get(2).content()))
        .isEqualTo("shared");
    files.requireClean();
    assertThat(store.prune(keep(2), name -> true).removed()).isEmpty();
  }

  @Test
  void keepsADifferentNumberForEachImage() throws IOException {
    Retention retention =
        new Retention(
            OptionalInt.of(1), Map.of("a", OptionalInt.of(3), "b", OptionalInt.empty()), List.of());
    assertThat(store.dryRunPrune(retention, name -> true).removed()).containsExactly(ref("a@1"));
    assertThat(store.dryRunPrune(keep(1), "b"::equals).removed()).containsExactly(ref("b@1"));
    assertThat(store.dryRunPrune(Retention.ALL, name -> true).removed()).isEmpty();
    assertThatThrownBy(() -> keep(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsVersionsInUse() throws IOException {
    store.setChannel(new ChannelRef("a", "stable"), ImageSelector.parse("a@1"));
    Retention retention =
        new Retention(OptionalInt.of(1), Map.of(), List.of(pin("a@2"), pin("none@1")));
    ImageStore other = ImageStore.open(directory, ImageStore.Options.defaults());
    ImageRef read = ref("a@3");
    try (ContentReader _ =
        other.snapshot().find(read).orElseThrow().initramfs().orElseThrow().content().open()) {
      PruneResult pruned = store.prune(retention, "a"::equals);
      assertThat(pruned.removed()).isEmpty();
      assertThat(pruned.kept())
          .containsExactly(
              new Kept(read, Reason.IN_USE),
              new Kept(ref("a@2"), Reason.PINNED),
              new Kept(ref("a@1"), Reason.CHANNEL));
    }
    assertThat(store.prune(retention, "a"::equals).removed()).containsExactly(read);
    files.requireClean();
  }

  @Test
  void keepsTheNewestOfEachArchitectureOfAnImageThatMachinesBoot() throws IOException {
    for (String ref : List.of("a@2", "a@3")) {
      Images.publish(store, ref, Optional.of(Architecture.AARCH64), "for arm " + ref, "shared");
    }
    Retention retention = new Retention(OptionalInt.of(1), Map.of(), List.of(pin("a")));

    PruneResult pruned = store.prune(retention, "a"::equals);
    assertThat(pruned.kept()).containsExactly(new Kept(ref("a@3"), Reason.PINNED));
    assertThat(pruned.removed()).containsExactly(ref("a@2"), ref("a@1"));
    files.requireClean();
  }

  @Test
  void keepsAVersionThatAnotherProcessReads() throws IOException {
    try (StoreProcess _ = StoreProcess.reading(directory, "a@2")) {
      assertThat(store.prune(keep(2), "a"::equals).kept())
          .containsExactly(new Kept(ref("a@2"), Reason.IN_USE));
    }
    // A reader that was killed holds nothing.
    assertThat(store.prune(keep(2), "a"::equals).removed()).containsExactly(ref("a@2"));
  }

  private static Pin pin(String image) {
    return new Pin(ImageSelector.parse(image), "a test");
  }

  private static Retention keep(int versions) {
    return new Retention(OptionalInt.of(versions), Map.of(), List.of());
  }

  private long length() throws IOException {
    long length = 0;
    for (Path blob : files.blobs()) {
      length += Files.size(blob);
    }
    return length;
  }

  private List<String> refs() {
    return store.snapshot().all().stream().map(image -> image.ref().toString()).toList();
  }

  private static ImageRef ref(String text) {
    return ImageRef.parse(text);
  }
}
