package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.index.StoreIndex;

/** Looks at the files of a store directly. */
record StoreInspection(Path directory) {

  /** The index of the store in {@code directory}. */
  static StoreIndex index(Path directory) {
    return new StoreIndex(new StoreDirectory(directory, Disk.local(), Duration.ZERO, "test"));
  }

  /** Asserts that what was thrown is a {@link StoreException} of {@code kind}. */
  static Consumer<Throwable> kind(StoreException.Kind kind) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  List<Path> blobs() throws IOException {
    try (Stream<Path> blobs = Files.list(directory.resolve("blobs/sha256"))) {
      return blobs.sorted().toList();
    }
  }

  Path blob(Sha256 digest) {
    return directory.resolve("blobs/sha256").resolve(digest.hex());
  }

  Path index() {
    return directory.resolve("index.json");
  }

  /** Everything in the store's own directory that should be gone when no writer is active. */
  List<Path> leftovers() throws IOException {
    Path own = directory.resolve(".pairboot");
    Set<Path> expected =
        Set.of(own, own.resolve("lock"), own.resolve("staging"), own.resolve("state.json"));
    try (Stream<Path> files = Files.walk(own)) {
      return files.filter(path -> !expected.contains(path) && !isReserve(path)).toList();
    }
  }

  static boolean isReserve(Path path) {
    return path.getFileName().toString().startsWith("reserve.");
  }

  /** No leftovers, every blob is referred to and hashes right. */
  void requireClean() throws IOException {
    assertThat(leftovers()).isEmpty();
    StoreIndex index = index(directory);
    Set<String> referenced = new TreeSet<>();
    index.references().of(index.readDocument()).forEach(d -> referenced.add(d.hex()));
    Set<String> present = new TreeSet<>();
    for (Path blob : blobs()) {
      present.add(blob.getFileName().toString());
      assertThat(Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS)).isTrue();
      assertThat(Sha256.of(ByteBuffer.wrap(Files.readAllBytes(blob))).hex())
          .isEqualTo(blob.getFileName().toString());
    }
    assertThat(present).isEqualTo(referenced);
  }
}
