package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.PartName.Role;
import org.pairboot.artifacts.store.staging.PartWriter;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

class StagingTest {
  @TempDir Path temp;
  private ImageStore store;
  private Staging staging;
  private boolean linksFail;

  @BeforeEach
  void stage() throws IOException {
    store =
        ImageStore.open(
            temp.resolve("store"),
            ImageStore.Options.defaults(),
            new HookedDisk((moment, operation, path) -> {
              if (linksFail && operation == HookedDisk.Operation.LINK) {
                throw new IOException("Operation not permitted");
              }
            }),
            InstantSource.system());
    staging = store.stage();
  }

  @AfterEach
  void close() throws IOException {
    staging.close();
    staging.close();
    assertThat(new StoreInspection(temp.resolve("store")).leftovers()).isEmpty();
  }

  @Test
  void hashesCopiedBytes() throws IOException {
    // more than one copying step, and no multiple of any
    byte[] bytes = new byte[(9 << 20) + 7];
    new Random(1).nextBytes(bytes);
    Path source = Files.write(temp.resolve("source"), bytes);
    List<Long> progress = new ArrayList<>();
    StagedPart part =
        staging.copy(
            source,
            PartName.ROOTFS,
            (step, total) -> {
              assertThat(total).isEqualTo(bytes.length);
              return progress::add;
            },
            List.of());
    assertThat(part.length()).isEqualTo(bytes.length);
    assertThat(part.digest()).isEqualTo(Sha256.of(ByteBuffer.wrap(bytes)));
    assertThat(Files.readAllBytes(part.file())).isEqualTo(bytes);
    assertThat(progress).isSorted().endsWith((long) bytes.length);
  }

  @Test
  void reusesWhatTheStoreHasUnlessItIsDamaged() throws IOException {
    StagedPart part = published("the rootfs");
    Optional<StagedPart> reused = reuse(staging, part);
    assertThat(reused).get().extracting(StagedPart::digest).isEqualTo(part.digest());
    assertThat(reused.orElseThrow().file()).hasContent("the rootfs");
    assertThat(staging.parts()).hasSize(1);

    Path blob = temp.resolve("store/blobs/sha256").resolve(part.digest().hex());
    Files.delete(blob);
    Files.writeString(blob, "the rootfz");
    try (Staging other = store.stage()) {
      assertThat(reuse(other, part)).isEmpty();
      assertThat(other.parts()).isEmpty();
      assertThat(other.share(reused.orElseThrow(), PartName.ROOTFS)).isPresent();
    }
    Files.delete(blob);
    try (Staging other = store.stage()) {
      assertThat(reuse(other, part)).isEmpty();
    }
  }

  @Test
  void reusesNothingWhereFilesCannotHaveTwoNames() throws IOException {
    StagedPart part = published("the rootfs");
    linksFail = true;
    assertThat(reuse(staging, part)).isEmpty();
    assertThat(staging.share(part, PartName.ROOTFS)).isEmpty();
    assertThat(staging.parts()).isEmpty();
  }

  private StagedPart published(String rootfs) throws IOException {
    try (Staging first = store.stage()) {
      Images.write(first, PartName.KERNEL, "the kernel");
      Images.write(first, PartName.INITRAMFS, "the initramfs");
      StagedPart part = Images.write(first, PartName.ROOTFS, rootfs);
      store.publish(first, Images.draft("demo@1"));
      return part;
    }
  }

  private static Optional<StagedPart> reuse(Staging staging, StagedPart part) throws IOException {
    return staging.reuse(part.digest(), part.length(), PartName.ROOTFS, done -> {});
  }

  @Test
  void hashesWrittenBytes() throws IOException {
    try (PartWriter writer = staging.write(PartName.KERNEL)) {
      writer.write('a');
      writer.write("xbcx".getBytes(), 1, 2);
      assertThat(writer.write(ByteBuffer.wrap("de".getBytes()))).isEqualTo(2);
      StagedPart part = writer.finish();
      assertThat(part.digest()).isEqualTo(Sha256.of(ByteBuffer.wrap("abcde".getBytes())));
      assertThat(part.file()).hasContent("abcde");
      assertThat(Images.read(part.content())).isEqualTo("abcde");
    }
  }

  @Test
  void leavesNothingOfAnUnfinishedPart() throws IOException {
    try (PartWriter writer = staging.write(PartName.KERNEL)) {
      writer.write('a');
    }
    assertThat(staging.parts()).isEmpty();
    Images.write(staging, PartName.KERNEL, "second try");
    assertThat(staging.parts()).hasSize(1);
  }

  @Test
  void adoptsFilesOfItsDirectoryOnly() throws IOException {
    Path inside = Files.writeString(staging.directory().resolve("out.cpio"), "rootfs");
    StagedPart part = staging.adopt(inside, PartName.ROOTFS);
    assertThat(part.digest()).isEqualTo(Sha256.of(ByteBuffer.wrap("rootfs".getBytes())));
    assertThat(inside).doesNotExist();

    Path outside = Files.writeString(temp.resolve("outside"), "mine");
    Path link = Files.createSymbolicLink(staging.directory().resolve("link"), outside);
    for (Path bad : List.of(outside, link, staging.directory().resolve("../../../../outside"))) {
      assertThatThrownBy(() -> staging.adopt(bad, PartName.KERNEL))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(outside).hasContent("mine");
  }

  @Test
  void listsPartsInTheOrderOfTheChain() throws IOException {
    Images.write(staging, PartName.extra("b.img"), "b");
    Images.write(staging, PartName.ROOTFS, "r");
    Images.write(staging, PartName.extra("a.img"), "a");
    Images.write(staging, PartName.KERNEL, "k");
    assertThat(staging.parts())
        .extracting(part -> part.name())
        .containsExactly(
            PartName.KERNEL,
            PartName.ROOTFS,
            new PartName(Role.EXTRA, "b.img"),
            new PartName(Role.EXTRA, "a.img"));
  }

  @Test
  void refusesTwoPartsWithTheSameName() throws IOException {
    Images.write(staging, PartName.extra("a.img"), "a");
    assertThatThrownBy(() -> staging.write(PartName.extra("A.img")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two parts are named 'A.img'");
  }

  @Test
  void passesCopiedBytesToListeners() throws IOException {
    Path rootfs = Files.writeString(temp.resolve("rootfs"), "rootfs");
    List<String> heard = new ArrayList<>();
    staging.copy(
        rootfs,
        PartName.ROOTFS,
        Progress.NONE,
        List.of(bytes -> heard.add(StandardCharsets.US_ASCII.decode(bytes).toString())));
    assertThat(heard).containsExactly("rootfs");
  }

  @Test
  void stopsTheCopyWhenAListenerFails() throws IOException {
    // More than a writer may be ahead of those who read.
    byte[] bytes = new byte[80 << 20];
    Path source = Files.write(temp.resolve("source"), bytes);
    assertThatThrownBy(() ->
            staging.copy(
                source,
                PartName.ROOTFS,
                Progress.NONE,
                List.of(heard -> {
                  throw new IllegalStateException("enough");
                })))
        .hasMessage("enough");
    assertThat(staging.parts()).isEmpty();
  }
}
