package org.pairboot.artifacts.format.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

class PairVerifierTest {
  private static final Pair TODAY = LiveImages.today();

  @TempDir Path dir;

  @Test
  void verifiesPairsOfEveryEra() throws IOException {
    for (Pair pair :
        List.of(TODAY, LiveImages.todayWithErofs(), LiveImages.b2(), LiveImages.b1())) {
      assertThat(verify(pair.initramfs(), pair.rootfs()))
          .isEqualTo(new Verdict.Verified(LiveImages.VERSION));
    }
  }

  @Test
  void verifiesACustomizedInitramfs() throws IOException {
    assertThat(verify(concat(TODAY.initramfs(), LiveImages.ignition()), TODAY.rootfs()))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void reportsTheChunkThatDiffers() throws IOException {
    byte[] rootfs = TODAY.rootfs().clone();
    rootfs[(2 << 20) + 5] ^= 1;
    assertRejected(TODAY.initramfs(), rootfs, 2 << 20, "hash mismatch at offset 2097152; expected");
  }

  @Test
  void detectsAnExtraOrMissingByte() throws IOException {
    byte[] rootfs = TODAY.rootfs();
    assertRejected(
        TODAY.initramfs(), concat(rootfs, new byte[1]), 2 << 20, "hash mismatch at offset 2097152");
    assertRejected(
        TODAY.initramfs(), Arrays.copyOf(rootfs, rootfs.length - 1), 2 << 20, "hash mismatch");
  }

  @Test
  void detectsExtraDataAndAPrematureEndAtAChunkBoundary() throws IOException {
    // a rootfs of exactly one chunk, and one with 512 NULs after it
    byte[] whole = rootfsOfLength(2 << 20);
    byte[] longer = concat(whole, new byte[512]);
    assertRejected(
        initramfsFor(whole),
        concat(whole, new byte[1]),
        2 << 20,
        "found extra input data at offset 2097152");
    byte[] cut = Arrays.copyOf(longer, 2 << 20);
    assertRejected(
        initramfsFor(longer), cut, 2 << 20, "premature end of input data at offset 2097152");
  }

  private static byte[] rootfsOfLength(int length) {
    int size = length - LiveImages.rootfs("root.squashfs", LiveImages.squashfs(512), "1").length;
    byte[] rootfs =
        LiveImages.rootfs("root.squashfs", LiveImages.squashfs(size + 512), LiveImages.VERSION);
    assertThat(rootfs).hasSize(length);
    return rootfs;
  }

  private static byte[] initramfsFor(byte[] rootfs) {
    return LiveImages.splitInitramfs(Compression.GZIP, LiveImages.hash(rootfs), true);
  }

  @Test
  void rejectsDifferentVersions() throws IOException {
    byte[] other = LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, "33.1");
    assertRejected(
        TODAY.initramfs(),
        other,
        -1,
        "the initramfs has version "
            + LiveImages.VERSION
            + ", the rootfs has version 33.1: download both from the same build");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                               | hash file is empty
          'stream-hash sha256 2097152\r\n' | couldn't parse hash file header
          'stream-hash sha512 2097152\n'   | unknown digest algorithm sha512
          'stream-hash sha256 0\n'         | chunk size cannot be zero
          'stream-hash sha256 67108865\n'  | chunk size 67108865 is greater than maximum 67108864
          'stream-hash sha256 8\nxyz\n'    | couldn't decode hash: "xyz"
          """)
  void rejectsAMalformedHash(String text, String error) throws IOException {
    byte[] initramfs = LiveImages.splitInitramfs(Compression.XZ, text.getBytes(), true);
    assertRejected(
        initramfs, TODAY.rootfs(), -1, "etc/coreos-live-want-rootfs", "malformed (" + error + ")");
  }

  @Test
  void rejectsAHashOfNoChunksForARootfs() throws IOException {
    byte[] initramfs =
        LiveImages.splitInitramfs(Compression.GZIP, "stream-hash sha256 8\n".getBytes(), false);
    assertRejected(initramfs, TODAY.rootfs(), 0, "found extra input data at offset 0");
  }

  @Test
  void cannotVerifyWithoutAHash() throws IOException {
    byte[] initramfs = LiveImages.splitInitramfs(Compression.GZIP, null, true);
    assertThat(verify(initramfs, TODAY.rootfs()))
        .isInstanceOfSatisfying(
            Verdict.Unverifiable.class, v -> assertThat(v.why()).contains("no stream-hash"));
  }

  @Test
  void cannotVerifyOtherSystems() throws IOException {
    byte[] initramfs = LiveImages.dracut(Compression.ZSTD, null);
    byte[] second = archive().file("usr.squashfs", "hsqs").cpio();
    assertThat(verify(initramfs, second))
        .isEqualTo(
            new Verdict.Unverifiable("the image has neither a version cookie nor a stream-hash"));
  }

  @Test
  void recognizesStubs() throws IOException {
    for (Pair legacy : List.of(LiveImages.b1Legacy(), LiveImages.b2Legacy())) {
      assertRejected(
          legacy.initramfs(),
          legacy.rootfs(),
          -1,
          "is a stub (1 MiB without a root file system)",
          "import the initramfs alone");
      assertRejected(
          TODAY.initramfs(), legacy.rootfs(), -1, "is a stub (1 MiB without a root file system)");
      assertRejected(
          legacy.initramfs(),
          TODAY.rootfs(),
          -1,
          "contains its root file system",
          "import it alone");
    }
  }

  @Test
  void rejectsHalfALiveImage() throws IOException {
    byte[] other = LiveImages.dracut(Compression.ZSTD, null);
    assertRejected(other, TODAY.rootfs(), -1, "the initramfs is not from a live image");
    assertRejected(TODAY.initramfs(), other, -1, "neither root.squashfs nor root.erofs");
    assertRejected(
        TODAY.initramfs(),
        archive().file("root.squashfs", LiveImages.SQUASHFS).cpio(),
        -1,
        "no version cookie");
    assertRejected(
        TODAY.initramfs(),
        LiveImages.rootfs("root.squashfs", Bytes.random(5000, 9), LiveImages.VERSION),
        -1,
        "is neither a squashfs nor an erofs");
    assertRejected(
        TODAY.rootfs(), TODAY.initramfs(), -1, "the file given as initramfs is a rootfs");
  }

  @Test
  void rejectsAnInitramfsThatTheKernelWouldNotUnpack() throws IOException {
    byte[] broken = concat(TODAY.initramfs(), new byte[1], archive().file("x", "y").cpio());
    assertRejected(broken, TODAY.rootfs(), -1, "the kernel would not unpack the initramfs");
  }

  @Test
  void reportsATruncatedFile() {
    byte[] cut = Arrays.copyOf(TODAY.rootfs(), 1_000_000);
    assertThatThrownBy(() -> verify(TODAY.initramfs(), cut))
        .isInstanceOf(BadImageException.class)
        .hasMessage(
            "rootfs.img: ends in the middle of the data of 'root.squashfs', at offset 1000000:"
                + " the file is truncated");
  }

  private Verdict verify(byte[] initramfs, byte[] rootfs) throws IOException {
    return PairVerifier.verify(
        Bytes.file(dir, "initramfs.img", initramfs),
        Bytes.file(dir, "rootfs.img", rootfs),
        done -> {});
  }

  private void assertRejected(byte[] initramfs, byte[] rootfs, long offset, String... parts)
      throws IOException {
    assertThat(verify(initramfs, rootfs))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> {
              assertThat(rejected.why()).contains(parts);
              assertThat(rejected.offset())
                  .isEqualTo(offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset));
            });
  }
}
