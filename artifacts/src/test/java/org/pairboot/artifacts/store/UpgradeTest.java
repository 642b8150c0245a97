package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * A store that the release before format 2 made, with {@code pairboot import --arch NAME} for
 * whatever name: {@code format-1} among the resources.
 */
class UpgradeTest {
  private static final Map<String, Optional<Architecture>> ARCHITECTURES =
      Map.ofEntries(
          entry("old32@1", Optional.of(Architecture.I386)), // it says i686
          entry("board@1", Optional.of(Architecture.AARCH64)), // it says arm64
          entry("board@2", Optional.of(Architecture.AARCH64)),
          entry("pc@1", Optional.of(Architecture.X86_64)),
          entry("sun@1", Optional.empty()), // it says sparc64
          entry("any@1", Optional.empty()));

  @TempDir Path directory;
  private StoreInspection files;

  @BeforeEach
  void copyOldStore() throws Exception {
    copyTo(directory);
    files = new StoreInspection(directory);
  }

  /** Copies the old store, with the directory of its own, of which Git keeps nothing. */
  static void copyTo(Path directory) throws IOException {
    copyLayoutTo(directory);
    Files.createFile(Files.createDirectory(directory.resolve(".pairboot")).resolve("lock"));
  }

  private static void copyLayoutTo(Path directory) throws IOException {
    Path old;
    try {
      old = Path.of(UpgradeTest.class.getResource("format-1/index.json").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    try (Stream<Path> all = Files.walk(old)) {
      for (Path each : all.toList()) {
        Path copy = directory.resolve(old.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy);
        }
      }
    }
  }

  @Test
  void callsEachArchitectureByItsOneName() throws IOException {
    Snapshot upgraded = open().snapshot();

    assertThat(upgraded.damaged()).isEmpty();
    assertThat(architectures(upgraded)).isEqualTo(ARCHITECTURES);
    assertThat(upgraded.find(ImageRef.parse("sun@1")).orElseThrow().notes())
        .containsExactly(
            "it was imported for the architecture sparc64, which Pairboot does not know");
    assertThat(Files.readString(files.index()))
        .contains("\"org.pairboot.store.format\":\"3\"")
        .contains("\"platform\":{\"architecture\":\"arm64\",\"os\":\"linux\"}")
        .contains("\"platform\":{\"architecture\":\"386\",\"os\":\"linux\"}");
    files.requireClean();
  }

  @Test
  void keepsNamesChannelsTimesAndContents() throws IOException {
    Snapshot upgraded = open().snapshot();

    assertThat(upgraded.all())
        .extracting(image -> image.ref() + " " + image.published().orElseThrow())
        .containsExactly(
            "any@1 2026-11-30T12:15:18.398Z",
            "sun@1 2026-11-30T12:15:16.011Z",
            "pc@1 2026-11-30T12:15:13.373Z",
            "board@2 2026-11-30T12:15:11.163Z",
            "board@1 2026-11-30T12:15:08.992Z",
            "old32@1 2026-11-30T12:15:07.082Z");
    assertThat(upgraded.channels("board")).containsExactly(entry("stable", ref("board@1")));
    ImageVersion board = upgraded.find(ref("board@2")).orElseThrow();
    assertThat(board.kernelArguments()).isEqualTo("quiet a=b");
    assertThat(Images.read(board.kernel().content())).isEqualTo("a kernel\n");
    assertThat(Files.readString(files.index()))
        .contains("\"org.opencontainers.image.ref.name\":\"board-stable\"");
  }

  @Test
  void upgradesOnce() throws IOException {
    open();
    byte[] once = Files.readAllBytes(files.index());
    List<Path> blobs = files.blobs();

    open();
    assertThat(files.index()).hasBinaryContent(once);
    assertThat(files.blobs()).isEqualTo(blobs);
  }

  @Test
  void readsAnOldStoreThatItMayNotChange() throws IOException {
    byte[] before = Files.readAllBytes(files.index());
    ImageStore readOnly =
        open((moment, operation, path) -> {
          throw new AccessDeniedException(path.toString());
        });

    assertThat(architectures(readOnly.snapshot())).isEqualTo(ARCHITECTURES);
    assertThat(files.index()).hasBinaryContent(before);
  }

  @Test
  void addsAnArchitectureToAnOldVersion() throws IOException {
    ImageStore store = open();
    Images.publish(store, "board@2", Optional.of(Architecture.X86_64), "pc", "rootfs");

    assertThat(store.snapshot().architectures(ref("board@2")))
        .containsExactly(Architecture.AARCH64, Architecture.X86_64);
    assertThat(store.snapshot().find(ref("board@2")).orElseThrow().architecture())
        .contains(Architecture.AARCH64);
    files.requireClean();
  }

  private static ImageRef ref(String text) {
    return ImageRef.parse(text);
  }

  private static Map<String, Optional<Architecture>> architectures(Snapshot snapshot) {
    Function<ImageVersion, String> ref = image -> image.ref().toString();
    return snapshot.all().stream().collect(Collectors.toMap(ref, ImageVersion::architecture));
  }

  private ImageStore open() throws IOException {
    return ImageStore.open(directory, ImageStore.Options.defaults());
  }

  private ImageStore open(HookedDisk.Hook hook) throws IOException {
    return ImageStore.open(
        directory, ImageStore.Options.defaults(), new HookedDisk(hook), InstantSource.system());
  }
}
