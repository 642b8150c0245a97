package org.pairboot.artifacts.format.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.zeros;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Inspection.BootMethod;
import org.pairboot.artifacts.format.inspect.Inspection.TftpRead;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.split.SplitOutput;
import org.pairboot.artifacts.format.split.Splitter;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

class InspectionTest {
  private static final long GIB = 1 << 30;

  @TempDir private Path dir;

  static Stream<Arguments> eras() {
    Pair today = LiveImages.today();
    return Stream.of(
        Arguments.of(Era.A0, LiveImages.a0()),
        Arguments.of(Era.A1, LiveImages.a1()),
        Arguments.of(Era.A2, LiveImages.a2()),
        Arguments.of(Era.A3, LiveImages.a3()),
        Arguments.of(Era.B1_LEGACY, LiveImages.b1Legacy().initramfs()),
        Arguments.of(Era.B1_LEGACY, LiveImages.b1Legacy().rootfs()),
        Arguments.of(Era.B2_LEGACY, LiveImages.b2Legacy().initramfs()),
        Arguments.of(Era.B2_LEGACY, LiveImages.b2Legacy().rootfs()),
        Arguments.of(Era.B1, LiveImages.b1().initramfs()),
        Arguments.of(Era.B1, LiveImages.b1().rootfs()),
        Arguments.of(Era.B2, LiveImages.b2().initramfs()),
        Arguments.of(Era.B2_OR_C, LiveImages.b2().rootfs()),
        Arguments.of(Era.C, today.initramfs()),
        Arguments.of(Era.C, LiveImages.todayWithErofs().rootfs()),
        Arguments.of(Era.C, concat(today.initramfs(), today.rootfs())));
  }

  @ParameterizedTest
  @MethodSource("eras")
  void recognizesTheEraByTheContents(Era era, byte[] image) throws IOException {
    assertThat(initrd(image).era()).contains(era);
  }

  @Test
  void recognizesAnImageThatWasSplitLater() throws Exception {
    ImageFile fat = Bytes.file(dir, "fat.img", LiveImages.a2());
    InitramfsFacts facts = InitramfsFacts.of(fat, done -> {});
    Path initramfs;
    try (SplitOutput draft = new SplitOutput(SplitOutput.Paths.in(dir))) {
      initramfs = Splitter.split(fat, facts, draft, Optional.empty(), done -> {}).initramfs();
    }

    Inspection inspection = Inspection.of(ImageFile.of(initramfs), done -> {});

    assertThat(((Inspection.Initrd) inspection).era()).contains(Era.RESPLIT);
  }

  @Test
  void findsNoEraIfTheContentsDoNotShowIt() throws IOException {
    assertThat(initrd(LiveImages.dracut(Compression.ZSTD, null)).era()).isEmpty();
    assertThat(initrd(LiveImages.splitInitramfs(Compression.GZIP, null, true)).era()).isEmpty();
    byte[] fat =
        concat(
            archive().file("etc/coreos-live-initramfs", "").cpio(),
            Compress.gzip(archive().file("root.squashfs", LiveImages.squashfs(100)).cpio(), 1));
    assertThat(initrd(fat).era()).contains(Era.A1_TO_A3);
  }

  @Test
  void bootsACurrentInitramfsByEveryMethod() throws IOException {
    Inspection.Initrd initrd = initrd(LiveImages.today().initramfs());

    assertThat(initrd.form()).isInstanceOf(ImageForm.Split.class);
    assertThat(initrd.boot())
        .extracting(BootMethod::method)
        .containsExactly("rootfs-url", "appended", "concatenated");
    assertThat(initrd.boot()).allMatch(BootMethod::works);
    // the documented minimum, because the test image is small
    assertThat(initrd.boot())
        .extracting(option -> option.memory().getAsLong())
        .containsExactly(2 * GIB, 4 * GIB, 4 * GIB);
  }

  @Test
  void reportsThatAnImageOfTheFatEraCannotFetch() throws IOException {
    Inspection.Initrd initrd = initrd(LiveImages.a2());

    assertThat(initrd.boot())
        .extracting(BootMethod::method, BootMethod::works)
        .containsExactly(tuple("fat", true), tuple("appended", true), tuple("rootfs-url", false));
    assertThat(initrd.boot().getLast().reason()).contains("no script that fetches a rootfs");
    assertThat(initrd.boot().getLast().memory()).isEmpty();
  }

  @Test
  void reportsThatTheFirstFetchScriptNeedsAGzippedRootfs() throws IOException {
    assertThat(option(LiveImages.b1().initramfs(), "rootfs-url").reason()).contains("gzipped");
    // after another split, the rootfs is no longer gzipped
    assertThat(option(LiveImages.b1Legacy().initramfs(), "rootfs-url").works()).isFalse();
  }

  @Test
  void excludesFetchingWithAMalformedHash() throws IOException {
    byte[] image =
        LiveImages.splitInitramfs(
            Compression.GZIP, "stream-hash sha512 8\n".getBytes(StandardCharsets.UTF_8), true);

    assertThat(option(image, "rootfs-url").works()).isFalse();
    assertThat(option(image, "rootfs-url").reason()).contains("unknown digest algorithm sha512");
    assertThat(option(image, "appended").works()).isTrue();
  }

  @Test
  void excludesLoadingWhereTheKernelWouldStop() throws IOException {
    Pair pair = LiveImages.today();
    byte[] image = concat(pair.initramfs(), zeros(1), pair.rootfs());

    assertThat(option(image, "concatenated").works()).isFalse();
    assertThat(option(image, "concatenated").reason()).contains("is not aligned to 4 bytes");
    assertThat(option(image, "rootfs-url").works()).isTrue();
  }

  @Test
  void excludesFetchingARootfsOfTwoArchives() throws IOException {
    byte[] image = concat(LiveImages.today().rootfs(), archive().file("more", "x").cpio());

    assertThat(option(image, "rootfs-url").works()).isFalse();
    assertThat(option(image, "appended").works()).isTrue();
  }

  @Test
  void findsNoBootMethodForAStub() throws IOException {
    assertThat(initrd(LiveImages.b2Legacy().rootfs()).boot()).noneMatch(BootMethod::works);
  }

  @Test
  void computesTheMemoryForPackedAndUnpackedBytes() {
    assertThat(MemoryNeed.bytes(0, 0, 0)).isEqualTo(256 << 20);
    // an initrd of 900 MiB that does not compress
    assertThat(MemoryNeed.bytes(900L << 20, 900L << 20, 0)).isEqualTo(2304L << 20);
    assertThat(MemoryNeed.bytes(10L << 20, 900L << 20, 0)).isEqualTo(2048L << 20);
    assertThat(MemoryNeed.bytes(1, 1, MemoryNeed.LIVE_LOADED)).isEqualTo(4 * GIB);
  }

  @Test
  void countsTftpBlocksIncludingTheLastShortOne() {
    long noWrapAt1024 = 65535 * 1024L - 1;

    assertThat(read(noWrapAt1024, 1024)).extracting(TftpRead::blocks).isEqualTo(65535L);
    assertThat(read(noWrapAt1024, 1024)).extracting(TftpRead::wraps).isEqualTo(0L);
    // the empty block that ends the file has the number 0
    assertThat(read(noWrapAt1024 + 1, 1024)).extracting(TftpRead::wraps).isEqualTo(1L);
    assertThat(read(900_000_000, 1024)).extracting(TftpRead::wraps).isEqualTo(13L);
    assertThat(read(900_000_000, 512)).extracting(TftpRead::wraps).isEqualTo(26L);
    assertThat(read(0, 512)).extracting(TftpRead::blocks).isEqualTo(1L);
    assertThat(TftpRead.common(1))
        .extracting(TftpRead::blockSize)
        .containsExactly(512, 1024, 1408, 1432, 1468);
  }

  private static TftpRead read(long length, int blockSize) {
    return TftpRead.common(length).stream()
        .filter(read -> read.blockSize() == blockSize)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void recognizesAKernelByItsHeader() throws IOException {
    byte[] kernel = new byte[4096];
    System.arraycopy("HdrS".getBytes(StandardCharsets.US_ASCII), 0, kernel, 0x202, 4);

    assertThat(Inspection.of(Bytes.file(dir, "vmlinuz", kernel), done -> {}))
        .isEqualTo(
            new Inspection.Kernel(
                4096, "bzImage", Optional.empty(), Optional.of(Architecture.I386)));
  }

  static Stream<Arguments> otherKinds() {
    return Stream.of(
        Arguments.of(0, "hsqs", "bare squashfs"),
        Arguments.of(32769, "CD001", "an ISO image"),
        Arguments.of(1024, "\u00e2\u00e1\u00f5\u00e0", "bare erofs"),
        Arguments.of(257, "ustar", "tar archive"),
        Arguments.of(0, "<html>", "HTML or XML"),
        Arguments.of(0, "{\"ignition\":{}}", "pxe ignition wrap"),
        Arguments.of(0, "\u0027\u0005\u0019\u0056", "dumpimage"),
        Arguments.of(512, "EFI PART", "disk image"),
        Arguments.of(0, "plain text", "neither an initramfs nor a rootfs"));
  }

  @ParameterizedTest
  @MethodSource("otherKinds")
  void namesUnsupportedFileTypes(int offset, String magic, String name) throws IOException {
    byte[] bytes = new byte[40_000];
    bytes[0] = 'x';
    byte[] magicBytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(magicBytes, 0, bytes, offset, magicBytes.length);
    ImageFile file = Bytes.file(dir, "file", bytes);

    assertThatThrownBy(() -> Inspection.of(file, done -> {}))
        .isInstanceOf(BadImageException.class)
        .hasMessageStartingWith("file: ")
        .hasMessageContaining(name);
  }

  @Test
  void ignoresMagicInsideAnInitrd() throws IOException {
    byte[] image = archive().file("a", zeros(40_000)).cpio();
    System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, image, 32769, 5);
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, image, 257, 5);

    assertThat(initrd(image).form()).isInstanceOf(ImageForm.Other.class);
  }

  @Test
  void refusesAnEmptyOrTruncatedFile() {
    assertThatThrownBy(() -> initrd(new byte[0])).hasMessageContaining("the file is empty");
    byte[] image = LiveImages.today().initramfs();
    assertThatThrownBy(() -> initrd(Arrays.copyOf(image, 3000)))
        .hasMessageContaining("the file is truncated");
  }

  private BootMethod option(byte[] image, String method) throws IOException {
    return initrd(image).boot().stream()
        .filter(option -> option.method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private Inspection.Initrd initrd(byte[] image) throws IOException {
    return (Inspection.Initrd) Inspection.of(Bytes.file(dir, "file.img", image), done -> {});
  }
}
