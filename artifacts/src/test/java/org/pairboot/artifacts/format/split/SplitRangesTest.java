package org.pairboot.artifacts.format.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.zeros;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.split.SplitRanges.ByteRange;
import org.pairboot.artifacts.format.split.SplitRanges.Half;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.format.split.Splitter.UnmatchedHalvesException;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

class SplitRangesTest {
  @TempDir private Path dir;

  @Test
  void findsThePublishedFilesInAConcatenation() throws Exception {
    for (Pair pair : List.of(LiveImages.today(), LiveImages.todayWithErofs(), LiveImages.b1())) {
      byte[] image = concat(pair.initramfs(), pair.rootfs(), LiveImages.ignition());

      SplitRanges ranges = ranges(image);

      assertThat(bytes(image, ranges.initramfs())).isEqualTo(pair.initramfs());
      assertThat(bytes(image, ranges.rootfs())).isEqualTo(pair.rootfs());
      assertThat(bytes(image, new Half.Range(ranges.extra().orElseThrow())))
          .isEqualTo(LiveImages.ignition());
      assertThat(ranges.verified()).isTrue();
      assertThat(ranges.version()).contains(LiveImages.VERSION);
    }
  }

  @Test
  void findsTheBareRootFileSystemIfItIsUncompressed() throws Exception {
    Pair pair = LiveImages.today();
    byte[] image = concat(pair.initramfs(), pair.rootfs(), zeros(100));

    SplitRanges ranges = ranges(image);

    assertThat(bytes(image, new Half.Range(ranges.rootFile().orElseThrow())))
        .isEqualTo(LiveImages.SQUASHFS);
    assertThat(ranges.extra()).isEmpty();
    assertThat(ranges(concat(LiveImages.b1().initramfs(), LiveImages.b1().rootfs())).rootFile())
        .isEmpty();
  }

  @Test
  void explainsWhyAFatImageHasNoRanges() throws Exception {
    SplitRanges ranges = ranges(LiveImages.a1());

    assertThat(ranges.rootfs())
        .isInstanceOfSatisfying(
            Half.NoRange.class,
            half ->
                assertThat(half.why())
                    .contains("root.squashfs is stored gzip-compressed in the member at offset"));
    assertThat(ranges.initramfs()).isInstanceOf(Half.NoRange.class);
    assertThat(ranges.rootFile()).isEmpty();
    assertThat(ranges.verified()).isFalse();
  }

  @Test
  void findsTheBareRootFileSystemOfAnUncompressedFatImage() throws Exception {
    byte[] image = archive().file("init", "x").file("root.squashfs", LiveImages.SQUASHFS).cpio();

    SplitRanges ranges = ranges(image);

    assertThat(ranges.rootfs())
        .isInstanceOfSatisfying(
            Half.NoRange.class, half -> assertThat(half.why()).contains("not a separate file"));
    assertThat(bytes(image, new Half.Range(ranges.rootFile().orElseThrow())))
        .isEqualTo(LiveImages.SQUASHFS);
  }

  @Test
  void refusesHalvesThatDoNotMatch() {
    Pair pair = LiveImages.today();
    byte[] image = concat(pair.initramfs(), pair.rootfs());
    image[image.length - 600] ^= 1;

    assertThatThrownBy(() -> ranges(image))
        .isInstanceOf(UnmatchedHalvesException.class)
        .hasMessageContaining("from offset " + (pair.initramfs().length + (2L << 20)) + ":");
  }

  @Test
  void refusesAnImageThatIsAlreadySplit() {
    assertThatThrownBy(() -> ranges(LiveImages.today().initramfs()))
        .isInstanceOf(NothingToSplitException.class)
        .hasMessageContaining("is already split");
  }

  @Test
  void formatsARangeForHttp() {
    assertThat(new ByteRange(0, 1).header()).isEqualTo("bytes=0-0");
    assertThat(new ByteRange(512, 1024).header()).isEqualTo("bytes=512-1023");
    assertThatThrownBy(() -> new ByteRange(5, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  private SplitRanges ranges(byte[] bytes) throws Exception {
    ImageFile image = Bytes.file(dir, "image.img", bytes);
    return SplitRanges.of(image, InitramfsFacts.of(image, done -> {}), done -> {});
  }

  private static byte[] bytes(byte[] image, Half half) {
    ByteRange range = ((Half.Range) half).bytes();
    return Arrays.copyOfRange(image, (int) range.start(), (int) range.end());
  }
}
