package org.pairboot.artifacts.format.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.zeros;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

/** Images that cannot be split, of which no file is left. */
class SplitRefusalTest {
  private SplitLab lab;

  @BeforeEach
  void open(@TempDir Path directory) {
    lab = new SplitLab(directory);
  }

  @Test
  void refusesImagesThatCannotBeSplit() throws Exception {
    Pair pair = LiveImages.today();
    assertNothingToSplit(pair.initramfs(), "is already split");
    assertNothingToSplit(pair.rootfs(), "is already a rootfs");
    assertNothingToSplit(LiveImages.b2Legacy().rootfs(), "is a stub without a root file system");
    assertNothingToSplit(LiveImages.b1Legacy().rootfs(), "is a stub without a root file system");
    assertNothingToSplit(LiveImages.dracut(Compression.XZ, null), "not a CoreOS live image");
    assertNothingToSplit(zeros(262144), "not a CoreOS live image");
    assertNothingToSplit(
        concat(pair.rootfs(), pair.initramfs()), "put the initramfs before the rootfs");
    assertNothingToSplit(
        concat(LiveImages.b2Legacy().initramfs(), pair.rootfs()), "more than one root file system");
  }

  private void assertNothingToSplit(byte[] image, String message) throws IOException {
    assertThatThrownBy(() -> lab.split(image))
        .isInstanceOf(NothingToSplitException.class)
        .hasMessageStartingWith("image.img ")
        .hasMessageContaining(message);
    assertThat(lab.files()).containsExactly("image.img");
  }

  @Test
  void refusesARootFileWithoutMagic() {
    byte[] image =
        concat(
            archive().file("init", "x").cpio(), SplitLab.gz(archive().file("root.squashfs", "?")));
    assertThatThrownBy(() -> lab.split(image))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("neither a squashfs nor an erofs");
    assertThat(FileSystemType.of(new byte[0])).isEqualTo(FileSystemType.UNKNOWN);
  }

  @Test
  void leavesNoFilesAfterAFailure() throws Exception {
    ImageFile image = Bytes.file(lab.directory(), "image.img", LiveImages.a2());
    RuntimeException cancelled = new IllegalStateException("cancelled");
    assertThatThrownBy(() ->
            lab.split(
                image,
                Optional.empty(),
                done -> {
                  if (done > 1_000_000) {
                    throw cancelled;
                  }
                }))
        .isSameAs(cancelled);
    assertThat(lab.files()).containsExactly("image.img");
  }

  @Test
  void leavesNoFilesOfAnImageTruncatedAfterItsRoot() throws Exception {
    byte[] image = concat(LiveImages.a2(), SplitLab.gz(archive().file("late", "x".repeat(1000))));
    assertThatThrownBy(() -> lab.split(Arrays.copyOf(image, image.length - 20)))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("truncated");
    assertThat(lab.files()).containsExactly("image.img");
  }

  @Test
  void leavesNoFilesOfAnImageWithTwoRoots() throws Exception {
    byte[] root = SplitLab.gz(archive().file("root.squashfs", LiveImages.SQUASHFS));
    assertThatThrownBy(() -> lab.split(concat(LiveImages.a2(), root)))
        .isInstanceOf(NothingToSplitException.class)
        .hasMessageContaining("more than one root file system");
    assertThat(lab.files()).containsExactly("image.img");
  }

  @Test
  void createsMissingDirectories() throws Exception {
    Path parts = lab.directory().resolve("some/parts");
    lab.splitInto(parts, LiveImages.a0());
    assertThat(parts.resolve("rootfs.img")).exists();
    assertThat(parts.resolve("initramfs.img")).exists();
  }

  static Stream<byte[]> imagesThatCannotBeSplit() {
    byte[] fat = LiveImages.a2();
    return Stream.of(
        LiveImages.b2().initramfs(),
        concat(fat, SplitLab.gz(archive().file("root.squashfs", LiveImages.SQUASHFS))),
        Arrays.copyOf(fat, fat.length - 20));
  }

  @ParameterizedTest
  @MethodSource("imagesThatCannotBeSplit")
  void createsNoDirectoryForAnImageThatCannotBeSplit(byte[] image) {
    Path parts = lab.directory().resolve("some/parts");
    assertThatThrownBy(() -> lab.splitInto(parts, image))
        .isInstanceOfAny(NothingToSplitException.class, BadImageException.class);
    assertThat(lab.directory().resolve("some")).doesNotExist();
  }

  @Test
  void neverOverwritesAFile() throws Exception {
    Path taken = Files.writeString(lab.directory().resolve("rootfs.img"), "mine");
    assertThatThrownBy(() -> lab.split(LiveImages.a0()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(taken).hasContent("mine");
    assertThat(lab.files()).containsExactlyInAnyOrder("image.img", "rootfs.img");
  }
}
