package org.pairboot.artifacts.format.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.padded;
import static org.pairboot.artifacts.testimages.Bytes.zeros;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.format.initramfs.Walk;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.split.Splitter.UnmatchedHalvesException;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

/** A pair in one file is cut between its halves. */
class ConcatenatedSplitterTest {
  private SplitLab lab;

  @BeforeEach
  void open(@TempDir Path directory) {
    lab = new SplitLab(directory);
  }

  @Test
  void splitsAConcatenatedImageByteForByte() throws Exception {
    for (Pair pair : List.of(LiveImages.today(), LiveImages.b2(), LiveImages.todayWithErofs())) {
      Splitter.Result result = lab.split(concat(pair.initramfs(), pair.rootfs()));
      assertThat(Files.readAllBytes(result.initramfs())).isEqualTo(pair.initramfs());
      assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
      assertThat(result.extra()).isEmpty();
      assertThat(result.rootfsOffset()).contains((long) pair.initramfs().length);
      assertThat(result.version()).isEqualTo(LiveImages.VERSION);
      assertThat(result.notes()).isEmpty();
      SplitLab.assertVerified(result);
      lab.clean();
    }
  }

  @Test
  void splitsAConcatenationOfTheFirstSplitForm() throws Exception {
    Pair pair = LiveImages.b1();
    Splitter.Result result = lab.split(concat(pair.initramfs(), pair.rootfs()));
    assertThat(Files.readAllBytes(result.initramfs())).isEqualTo(pair.initramfs());
    assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
    SplitLab.assertVerified(result);
  }

  @Test
  void keepsMembersAfterTheRootfsAsAnExtraInitrd() throws Exception {
    Pair pair = LiveImages.today();
    byte[] extra = concat(LiveImages.ignition(), zeros(8), LiveImages.ignition());
    for (int gap : new int[] {0, 4, 512, 4096}) {
      Splitter.Result result =
          lab.split(concat(pair.initramfs(), pair.rootfs(), zeros(gap), extra));
      assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
      assertThat(Files.readAllBytes(result.extra().orElseThrow())).isEqualTo(extra);
      lab.clean();
    }
  }

  @Test
  void keepsNulsBeforeTheRootfsWithTheInitramfsAndDropsThoseAfterIt() throws Exception {
    Pair pair = LiveImages.today();
    byte[] initramfs = padded(concat(pair.initramfs(), zeros(1)), 4096);
    Splitter.Result result = lab.split(concat(initramfs, pair.rootfs(), zeros(100)));
    assertThat(Files.readAllBytes(result.initramfs())).isEqualTo(initramfs);
    assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
    assertThat(result.extra()).isEmpty();
    assertThat(result.notes()).containsExactly("100 NUL bytes after the rootfs were dropped");
  }

  @Test
  void repairsAMisalignedConcatenation() throws Exception {
    Pair pair = LiveImages.today();
    byte[] initramfs = Arrays.copyOf(pair.initramfs(), pair.initramfs().length + 1);
    Splitter.Result result = lab.split(concat(initramfs, pair.rootfs()));
    assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
    assertThat(result.notes()).singleElement().asString().contains("not aligned to 4 bytes");
    SplitLab.assertVerified(result);
  }

  @Test
  void refusesAConcatenationThatDoesNotMatchItsHash() throws Exception {
    Pair pair = LiveImages.today();
    byte[] image = concat(pair.initramfs(), pair.rootfs());
    image[pair.initramfs().length + (2 << 20) + 77] ^= 1;
    long chunk = pair.initramfs().length + (2L << 20);
    assertThatThrownBy(() -> lab.split(image))
        .isInstanceOf(UnmatchedHalvesException.class)
        .hasMessageContaining(
            "does not match the stream-hash of the initramfs from offset " + chunk);
    assertThat(lab.files()).containsExactly("image.img");
  }

  @Test
  void refusesAConcatenationTruncatedAfterTheCookie() throws Exception {
    Pair pair = LiveImages.today();
    byte[] image = concat(pair.initramfs(), pair.rootfs());
    var last = Walk.of(Bytes.file(lab.directory(), "image.img", image)).entries.getLast();
    int trailer = (int) (last.dataOffset() + last.size() + 3) & ~3;
    assertThatThrownBy(() -> lab.split(Arrays.copyOf(image, trailer)))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("has no trailer");
  }
}
