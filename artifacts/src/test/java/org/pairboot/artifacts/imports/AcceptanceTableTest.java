package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

/**
 * Imports images of each era, and images damaged in each way. A row is an input and the expected
 * result. Live ISO images have a test of their own.
 */
class AcceptanceTableTest {
  private static final int CHUNK = 2 << 20;
  private static final Pair C = LiveImages.today();
  private static final Pair EROFS = LiveImages.todayWithErofs();
  private static final byte[] IGN = LiveImages.ignition();

  @TempDir private Path directory;

  static Stream<Row> table() {
    return Stream.of(
        row("C: initramfs + rootfs").of(C).gives("verified", "by URL").unchanged(),
        row("C with erofs, initramfs starts with zstd").of(EROFS).gives("verified", "by URL"),
        row("B2: initramfs + rootfs").of(LiveImages.b2()).gives("verified", "by URL").unchanged(),
        row("B1: initramfs + gzipped rootfs").of(LiveImages.b1()).gives("verified").unchanged(),
        row("one byte changed in chunk 0")
            .of(C.initramfs(), changedAt(CHUNK - 1))
            .fails("hash mismatch at offset 0; expected"),
        row("one byte changed in chunk 1")
            .of(C.initramfs(), changedAt(CHUNK))
            .fails("hash mismatch at offset 2097152; expected"),
        row("rootfs + 1 byte")
            .of(C.initramfs(), concat(C.rootfs(), new byte[1]))
            .fails("hash mismatch at offset 2097152"),
        row("rootfs + 1 byte, at the edge of a chunk")
            .of(initramfsFor(oneChunk()), concat(oneChunk(), new byte[1]))
            .fails("found extra input data at offset 2097152"),
        row("rootfs - 1 byte")
            .of(C.initramfs(), Arrays.copyOf(C.rootfs(), C.rootfs().length - 1))
            .fails("hash mismatch at offset 2097152"),
        row("rootfs - 1 byte, alone in the last chunk")
            .of(initramfsFor(concat(oneChunk(), new byte[1])), oneChunk())
            .fails("premature end of input data at offset 2097152"),
        row("rootfs of another version")
            .of(C.initramfs(), LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, "33.1"))
            .fails(
                "the initramfs has version " + LiveImages.VERSION, "the rootfs has version 33.1"),
        row("want-rootfs missing").of(wanting(null), C.rootfs()).fails("no stream-hash"),
        row("want-rootfs empty").of(wanting(""), C.rootfs()).fails("hash file is empty"),
        row("want-rootfs with a CRLF header")
            .of(wanting("stream-hash sha256 2097152\r\n"), C.rootfs())
            .fails("couldn't parse hash file header"),
        row("want-rootfs with sha512")
            .of(wanting("stream-hash sha512 2097152\n"), C.rootfs())
            .fails("unknown digest algorithm sha512"),
        row("want-rootfs with chunk 0")
            .of(wanting("stream-hash sha256 0\n"), C.rootfs())
            .fails("chunk size cannot be zero"),
        row("want-rootfs with a chunk > 64 MiB")
            .of(wanting("stream-hash sha256 67108865\n"), C.rootfs())
            .fails("chunk size 67108865 is greater than maximum 67108864"),
        row("want-rootfs with bad hex")
            .of(wanting("stream-hash sha256 2097152\nasdf!\n"), C.rootfs())
            .fails("couldn't decode hash: \"asdf!\""),
        row("C-concat").alone(concat(C.initramfs(), C.rootfs())).gives("verified").halvesOf(C),
        row("C-concat.ign")
            .alone(concat(C.initramfs(), C.rootfs(), IGN))
            .gives("verified", "extra.img kept")
            .halvesOf(C),
        row("A0 fat").alone(LiveImages.a0()).gives("verified", "appended only", "root at 124"),
        row("A1 fat").alone(LiveImages.a1()).gives("verified", "appended only", "root at 124"),
        row("A2 fat").alone(LiveImages.a2()).gives("verified", "appended only", "root at 124"),
        row("A3 fat").alone(LiveImages.a3()).gives("verified", "appended only", "root at 124"),
        row("B1-legacy fat + stub")
            .of(LiveImages.b1Legacy())
            .fails("contains its root file system", "the rootfs is a stub"),
        row("B2-legacy fat + stub")
            .of(LiveImages.b2Legacy())
            .fails("contains its root file system", "the rootfs is a stub"),
        row("B1-legacy fat")
            .alone(LiveImages.b1Legacy().initramfs())
            .gives("verified", "appended only", "root at 124"),
        row("B2-legacy fat")
            .alone(LiveImages.b2Legacy().initramfs())
            .gives("verified", "by URL", "root at 124"),
        row("stub as a rootfs")
            .of(C.initramfs(), LiveImages.b2Legacy().rootfs())
            .fails("the rootfs is a stub"),
        row("rootfs whose root has no magic")
            .of(C.initramfs(), LiveImages.rootfs("root.squashfs", Bytes.random(9000, 4), "1"))
            .fails("is neither a squashfs nor an erofs"),
        row("initramfs whose length is not a multiple of 4")
            .of(concat(C.initramfs(), new byte[1]), C.rootfs())
            .gives("verified", "by URL", "not a multiple of 4"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void accepts(Row row) throws Exception {
    ImageStore store =
        ImageStore.open(directory.resolve("store"), new ImageStore.Options(Duration.ZERO, "test"));
    ImportRequest request = request(row);
    if (row.refusal.isEmpty()) {
      ImageVersion image = TestImports.importer(store).run(request, Progress.NONE).image();
      assertThat(properties(image)).containsAll(row.properties);
      row.halves.ifPresent(pair -> {
        assertThat(image.initramfs().orElseThrow().digest()).isEqualTo(digest(pair.initramfs()));
        assertThat(image.rootfs().orElseThrow().digest()).isEqualTo(digest(pair.rootfs()));
      });
    } else {
      Throwable refusal =
          catchThrowable(() -> TestImports.importer(store).run(request, Progress.NONE));
      assertThat(refusal)
          .isInstanceOf(PairRejectedException.class)
          .hasMessageContainingAll(row.refusal.toArray(CharSequence[]::new));
      assertThat(store.snapshot().all()).isEmpty();
    }
  }

  private ImportRequest request(Row row) throws IOException {
    return TestImports.plain(
        "fcos",
        TestImports.files(
            Files.write(directory.resolve("vmlinuz"), Kernels.bzImage("kernel")),
            Files.write(directory.resolve("initramfs.img"), row.initramfs),
            row.rootfs == null
                ? Optional.empty()
                : Optional.of(Files.write(directory.resolve("rootfs.img"), row.rootfs))));
  }

  /** The properties of an image, in the words of the table. */
  private static List<String> properties(ImageVersion image) throws IOException {
    boolean rootAt124 =
        Arrays.equals(
            head(image.rootfs().orElseThrow().content(), 128, 124),
            "hsqs".getBytes(StandardCharsets.US_ASCII));
    return Stream.of(
            property("verified", image.verification() instanceof Verification.Verified),
            property("by URL", image.fetchesRootfs()),
            property("appended only", !image.fetchesRootfs()),
            property("root at 124", rootAt124),
            property(
                "extra.img kept",
                image.initrds().stream().map(Part::fileName).anyMatch("extra.img"::equals)),
            property(
                "not a multiple of 4",
                image.notes().stream().anyMatch(note -> note.contains("not a multiple of 4"))))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> property(String name, boolean holds) {
    return holds ? Optional.of(name) : Optional.empty();
  }

  private static byte[] head(Content content, int to, int from) throws IOException {
    try (var reader = content.open()) {
      ByteBuffer bytes = ByteBuffer.allocate(to - from);
      reader.read(from, bytes);
      return bytes.array();
    }
  }

  private static Sha256 digest(byte[] bytes) {
    return Sha256.of(ByteBuffer.wrap(bytes));
  }

  private static byte[] changedAt(int position) {
    byte[] rootfs = C.rootfs().clone();
    rootfs[position] ^= 1;
    return rootfs;
  }

  private static byte[] oneChunk() {
    int rest = LiveImages.rootfs("root.squashfs", LiveImages.squashfs(512), "1").length - 512;
    return LiveImages.rootfs(
        "root.squashfs", LiveImages.squashfs(CHUNK - rest), LiveImages.VERSION);
  }

  private static byte[] initramfsFor(byte[] rootfs) {
    return LiveImages.splitInitramfs(Compression.GZIP, LiveImages.hash(rootfs), true);
  }

  private static byte[] wanting(String want) {
    byte[] bytes = want == null ? null : want.getBytes(StandardCharsets.UTF_8);
    return LiveImages.splitInitramfs(Compression.ZSTD, bytes, true);
  }

  private static Row row(String input) {
    return new Row(input, new byte[0], null, List.of(), List.of(), Optional.empty());
  }

  /** One line of the table. */
  private record Row(
      String input,
      byte[] initramfs,
      byte[] rootfs,
      List<String> properties,
      List<String> refusal,
      Optional<Pair> halves) {

    Row of(Pair pair) {
      return of(pair.initramfs(), pair.rootfs());
    }

    Row of(byte[] first, byte[] second) {
      return new Row(input, first, second, properties, refusal, halves);
    }

    Row alone(byte[] image) {
      return of(image, null);
    }

    Row gives(String... expected) {
      return new Row(input, initramfs, rootfs, List.of(expected), refusal, halves);
    }

    Row fails(String... message) {
      return new Row(input, initramfs, rootfs, properties, List.of(message), halves);
    }

    Row unchanged() {
      return halvesOf(new Pair(initramfs, rootfs));
    }

    Row halvesOf(Pair pair) {
      return new Row(input, initramfs, rootfs, properties, refusal, Optional.of(pair));
    }

    @Override
    public String toString() {
      return input;
    }
  }
}
