package org.pairboot.artifacts.format.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.zeros;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.cpio.NewcHeader;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker.Limits;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZ;

class InitramfsWalkerTest {
  private static final byte[] CPIO = archive().dir("etc").file("etc/hostname", "lab\n").cpio();
  private static final byte[] OTHER = archive().file("init", Bytes.random(3000, 7)).cpio();

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void findsTheExactEndOfEachKindOfMember(Compression compression) throws IOException {
    byte[] first = Compress.with(compression, CPIO);
    byte[] second = Compress.with(compression, OTHER);
    int gap = 4 + (-first.length & 3);
    Walk walk = walk(concat(first, zeros(gap), second, zeros(3)));
    assertThat(walk.findings).isEmpty();
    boolean plain = compression == Compression.NONE;
    // the padding to 512 belongs to an uncompressed archive as little as any other NULs
    long firstLength = plain ? 240 + 4 + 124 : first.length;
    assertThat(walk.members.getFirst())
        .isEqualTo(
            new Member(0, 0, firstLength, compression, 1, 2, plain ? firstLength : 512, true));
    assertThat(walk.members.getLast().offset()).isEqualTo(first.length + gap);
    assertThat(walk.members.getLast().entries()).isEqualTo(1);
    assertThat(walk.contents()).containsEntry("etc/hostname", "lab\n".getBytes());
  }

  @Test
  void findsTheEndOfLzmaOfKnownSize() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var lzma = new LZMAOutputStream(out, new LZMA2Options(1), CPIO.length)) {
      lzma.write(CPIO);
    }
    byte[] lzma = out.toByteArray();
    Walk walk = walk(concat(lzma, Compress.gzip(OTHER, 1)));
    assertThat(walk.members.getLast().offset()).isEqualTo(lzma.length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsTheEndOfZstdFramesOfManyBlocks(boolean singleSegment) throws IOException {
    byte[] big = archive().file("a", Bytes.random(400_000, 3)).file("b", zeros(900_000)).cpio();
    byte[] frame = Compress.zstd(big, singleSegment);
    Walk walk = walk(concat(frame, Compress.gzip(CPIO, 9)));
    assertThat(walk.members.getFirst().length()).isEqualTo(frame.length);
    assertThat(walk.members.getFirst().unpackedLength()).isEqualTo(big.length);
  }

  @Test
  void readsMembersWithoutPaddingBetweenThem() throws IOException {
    byte[] gzip = Compress.gzip(OTHER, 9);
    byte[] xz = Compress.with(Compression.XZ, CPIO);
    byte[] zstd = Compress.with(Compression.ZSTD, CPIO);
    byte[] bzip2 = Compress.with(Compression.BZIP2, CPIO);
    Walk walk = walk(concat(CPIO, gzip, xz, zstd, bzip2, gzip));
    assertThat(walk.findings).isEmpty();
    assertThat(walk.members)
        .extracting(Member::compression)
        .containsExactly(
            Compression.NONE,
            Compression.GZIP,
            Compression.XZ,
            Compression.ZSTD,
            Compression.BZIP2,
            Compression.GZIP);
    assertThat(walk.members.getLast().end()).isEqualTo(walk.length);
  }

  @Test
  void readsSeveralArchivesInOneMember() throws IOException {
    byte[] both = concat(CPIO, OTHER, archive().file("x", "y").cpioWithoutTrailer());
    Walk walk = walk(Compress.gzip(both, 6));
    assertThat(walk.members)
        .singleElement()
        .satisfies(member -> {
          assertThat(member.archives()).isEqualTo(3);
          assertThat(member.entries()).isEqualTo(4);
          assertThat(member.complete()).isFalse();
        });
  }

  @Test
  void readsAnArchiveWithoutTrailer() throws IOException {
    byte[] bare = archive().file("early_cpio", "1").cpioWithoutTrailer();
    Walk walk = walk(concat(bare, Compress.gzip(CPIO, 6)));
    assertThat(walk.members.getFirst().complete()).isFalse();
    assertThat(walk.members.getFirst().length()).isEqualTo(bare.length);
    assertThat(walk.members).hasSize(2);
  }

  @Test
  void readsABufferOfPaddingAlone() throws IOException {
    assertThat(walk(zeros(262144)).members).isEmpty();
  }

  @Test
  void reportsAnArchiveThatTheKernelWouldNotFind() throws IOException {
    byte[] gzip = unalignedGzip();
    Walk walk = walk(concat(gzip, CPIO));
    assertThat(walk.members).hasSize(2);
    assertThat(walk.contents()).containsKey("etc/hostname");
    assertThat(walk.findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.offset()).isEqualTo(gzip.length);
          assertThat(finding.message())
              .contains("is not aligned to 4 bytes")
              .contains("insert " + (4 - gzip.length % 4) + " NUL bytes");
        });
  }

  @Test
  void reportsWrongPaddingAfterAnUncompressedArchive() throws IOException {
    Walk walk = walk(concat(CPIO, zeros(1), Compress.gzip(OTHER, 1)));
    assertThat(walk.findings).extracting(Finding::offset).containsExactly(513L);
  }

  @Test
  void reportsWhatTheKernelsDecodersDoNotSupport() throws IOException {
    Walk xz = walk(Compress.xz(CPIO, XZ.CHECK_CRC64));
    assertThat(xz.findings.getFirst().message()).contains("xz --check=crc32");
    byte[] gzip = Compress.gzip(CPIO, 6);
    byte[] extra = concat(Arrays.copyOf(gzip, 10), new byte[] {2, 0, 'B', 'C'}, tail(gzip, 10));
    extra[3] |= 4;
    Walk bgzip = walk(extra);
    assertThat(bgzip.findings.getFirst().message()).contains("gzip -n");
    assertThat(bgzip.members.getFirst().length()).isEqualTo(extra.length);
    byte[] named = concat(Arrays.copyOf(gzip, 10), "root.cpio\0".getBytes(), tail(gzip, 10));
    named[3] |= 8;
    assertThat(walk(named).findings).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "XZ", "ZSTD", "BZIP2"})
  void refusesAnArchiveSplitAcrossMembers(Compression compression) {
    byte[] first = Compress.with(compression, Arrays.copyOf(OTHER, 1000));
    byte[] second = Compress.with(compression, tail(OTHER, 1000));
    assertBad(
        concat(first, second),
        0,
        "ends in the middle of the data of 'init' (after 1000 unpacked bytes)",
        "compress the archive as one stream");
  }

  @Test
  void refusesTrailingGarbageInAMember() {
    assertBad(
        Compress.gzip(concat(CPIO, new byte[] {'x'}), 6),
        0,
        "trailing garbage after the cpio archive at offset 512 of the unpacked bytes of the gzip"
            + " member");
    assertBad(Compress.gzip(concat(CPIO, zeros(2), CPIO), 6), 0, "is not aligned to 4 bytes");
  }

  @Test
  void requiresAllPaddingInsideACompressedMember() throws IOException {
    byte[] unpadded = archive().file("init", new byte[5]).cpioWithoutTrailer();
    byte[] cut = Arrays.copyOf(unpadded, unpadded.length - 1);
    assertBad(Compress.gzip(cut, 6), 0, "ends in the middle of the padding of a cpio entry");
    byte[] cutTrailer = Arrays.copyOf(archive().cpio(), 121);
    assertBad(Compress.gzip(cutTrailer, 6), 0, "ends in the middle of the padding");
    // at the end of the buffer, nothing follows that the kernel could mistake for it
    assertThat(walk(cut).members).hasSize(1);
    assertThat(walk(cutTrailer).members).hasSize(1);
  }

  @Test
  void refusesAMemberWithoutAnArchive() {
    assertBad(Compress.gzip("hello".getBytes(), 6), 0, "does not contain a cpio archive");
    assertBad(Compress.gzip(new byte[0], 6), 0, "does not contain a cpio archive");
    // the kernel expects a header in the first member, and NULs or a header later
    assertBad(Compress.gzip(concat(zeros(4), CPIO), 6), 0, "does not contain a cpio archive");
  }

  @Test
  void acceptsNulsAndNothingInLaterMembers() throws IOException {
    Walk walk =
        walk(
            concat(
                CPIO,
                Compress.gzip(concat(zeros(4), OTHER), 6),
                Compress.gzip(new byte[0], 6),
                Compress.gzip(zeros(100), 6)));
    assertThat(walk.members).extracting(Member::entries).containsExactly(2L, 1L, 0L, 0L);
  }

  @Test
  void refusesFilesThatAreNotAnInitramfs() {
    assertBad(new byte[0], 0, "the file is empty");
    assertBad(
        "<html>404</html>".getBytes(),
        0,
        "neither an initramfs nor a rootfs: no cpio archive or known compression");
    assertBad(
        concat(CPIO, "junk".getBytes()), 512, "no cpio archive or known compression at offset 512");
    assertBad("07".getBytes(), 2, "ends in the middle of a cpio header, at offset 2");
    assertBad(new byte[] {'0'}, 1, "at offset 1: the file is truncated");
    assertBad(new byte[] {'x'}, 0, "neither an initramfs");
    assertBad(new byte[] {(byte) 0x89, 0x4c, 0x5a, 0x4f, 0}, 5, "the file is truncated");
    assertBad(
        new byte[] {(byte) 0x1f, (byte) 0x9e, 8, 0}, 0, "no cpio archive or known compression");
  }

  @Test
  void refusesZstdWithTooLargeAWindow() {
    byte[] frame = Compress.zstd(CPIO, false);
    frame[5] = (byte) (18 << 3);
    assertBad(frame, 6, "needs a window of more than 128 MiB");
  }

  @Test
  void refusesADictionaryThatNeedsTooMuchMemory() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x5d, 0, 0, 0, 0x40});
    out.writeBytes(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0});
    assertBad(out.toByteArray(), 13, "MiB of memory to unpack", "a smaller dictionary");
  }

  @Test
  void reservesMemoryForTheRestOfTheWalk() {
    assertThat(Decoder.memoryLimitKib(64 << 20)).isEqualTo(40 << 10);
    assertThat(Decoder.memoryLimitKib(8 << 20)).isEqualTo(1);
    assertThat(Decoder.memoryLimitKib(Long.MAX_VALUE)).isEqualTo(160 << 10);
  }

  @Test
  void refusesCorruptMembers() {
    byte[] gzip = Compress.gzip(OTHER, 6);
    gzip[gzip.length - 6] ^= 1;
    assertBad(gzip, gzip.length, "wrong checksum");
  }

  @Test
  void walksASingleMember() throws IOException {
    byte[] image = concat(CPIO, Compress.gzip(OTHER, 6), Compress.gzip(CPIO, 6));
    Member second = walk(image).members.get(1);
    Walk alone = new Walk();
    InitramfsWalker.walkMember(Bytes.file(dir, "some.img", image), second, alone, done -> {});
    assertThat(alone.members).containsExactly(second);
    assertThat(alone.contents().keySet()).containsExactly("init");
  }

  @Test
  void skipsUncompressedDataThatTheVisitorDoesNotRead() throws IOException {
    byte[] image = archive().file("root.squashfs", zeros(3_000_000)).cpio();
    long[] read = {0};
    InitramfsWalker.walk(
        Bytes.file(dir, "some.img", image), new InitramfsVisitor() {}, done -> read[0]++);
    assertThat(read[0]).as("reads of 256 KiB").isLessThanOrEqualTo(3);
  }

  @Test
  void readsImagesLargerThan4GiB() throws IOException {
    Path file = dir.resolve("some.img");
    NewcHeader huge = NewcHeader.file(0644, 0, NewcHeader.MAX_FILE_SIZE);
    long rootSpace = 124 + NewcHeader.MAX_FILE_SIZE + 1;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      for (long start : new long[] {0, rootSpace}) {
        sparse.seek(start);
        sparse.write(Arrays.copyOf(archive().file("root.squashfs", "").cpio(), 124));
        sparse.seek(start + 54);
        sparse.write(HexFormat.of().toHexDigits(huge.fileSize(), 8).getBytes());
      }
      sparse.seek(2 * rootSpace);
      sparse.write(CPIO);
    }
    Walk walk = new Walk();
    List<Long> offsets = new ArrayList<>();
    InitramfsWalker.walk(
        ImageFile.of(file),
        new InitramfsVisitor() {
          @Override
          public void entry(Member.Start member, NewcEntry entry, InputStream data) {
            offsets.add(entry.dataOffset());
          }

          @Override
          public void leave(Member member) {
            walk.leave(member);
          }
        },
        done -> {});
    assertThat(offsets).startsWith(124L, rootSpace + 124);
    assertThat(walk.members)
        .singleElement()
        .extracting(Member::length)
        .isEqualTo(2 * rootSpace + 240 + 4 + 124);
  }

  @Test
  void stopsAtItsLimits() throws IOException {
    byte[] tiny = archive().cpioUnpadded();
    byte[] many = new byte[(Limits.MAX_MEMBERS + 1) * 128];
    for (int i = 0; i <= Limits.MAX_MEMBERS; i++) {
      System.arraycopy(tiny, 0, many, i * 128, tiny.length);
    }
    assertBad(many, Limits.MAX_MEMBERS * 128L, "contains more than 4096 members");
    Limits limits = new Limits(Bytes.file(dir, "some.img", CPIO), UnpackLimit.ANY);
    limits.countUnpacked(0, UnpackLimit.ANY.most());
    assertThatThrownBy(() -> limits.countUnpacked(0, 1)).hasMessageContaining("64.0 GiB");
  }

  @Test
  void rethrowsTheExceptionOfTheVisitor() {
    IOException full = new IOException("disk full");
    InitramfsVisitor visitor =
        new InitramfsVisitor() {
          @Override
          public void enter(Member.Start member) throws IOException {
            throw full;
          }
        };
    assertThatThrownBy(
            () -> InitramfsWalker.walk(Bytes.file(dir, "some.img", CPIO), visitor, done -> {}))
        .isSameAs(full);
  }

  private Walk walk(byte[] image) throws IOException {
    return Walk.of(Bytes.file(dir, "some.img", image));
  }

  private void assertBad(byte[] image, long offset, String... parts) {
    assertThatThrownBy(() -> walk(image))
        .isInstanceOfSatisfying(
            BadImageException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageStartingWith("some.img: ")
        .hasMessageContainingAll(parts);
  }

  private static byte[] unalignedGzip() {
    for (int size = 0; ; size++) {
      byte[] gzip = Compress.gzip(archive().file("f", Bytes.random(size, 1)).cpio(), 6);
      if (gzip.length % 4 != 0) {
        return gzip;
      }
    }
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
