package org.pairboot.artifacts.format.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.testing.Property;

class InitramfsWalkerPropertyTest {
  private static Path file;

  @BeforeAll
  static void makeFile() throws IOException {
    file = Files.createTempFile("walker", ".img");
  }

  @AfterAll
  static void removeFile() throws IOException {
    Files.delete(file);
  }

  /**
   * A generated buffer and its contents.
   *
   * @param contents keys are {@code member:name}
   * @param wholeEntries lengths at which a cut falls after an entry of an uncompressed archive.
   *     Such an archive needs no trailer, so the rest is a complete buffer, for the kernel too
   */
  private record Made(
      byte[] bytes, List<Member> members, Map<String, byte[]> contents, Set<Long> wholeEntries) {

    /** The lengths at which a cut leaves a complete buffer. */
    Set<Long> wholeLengths() {
      Set<Long> whole = new TreeSet<>(wholeEntries);
      long gapStart = 0;
      for (Member member : members) {
        addRange(whole, gapStart, member.offset());
        gapStart = member.end();
      }
      addRange(whole, gapStart, bytes.length);
      whole.remove(0L);
      return whole;
    }
  }

  private static void addRange(Set<Long> whole, long from, long to) {
    for (long i = from; i <= to; i++) {
      whole.add(i);
    }
  }

  private static long align(long offset) {
    return (offset + 3) & ~3L;
  }

  /** Adds the cuts after entries, and returns the offset after the trailer. */
  private static long addWholeEntries(Set<Long> whole, long start, Map<String, byte[]> files) {
    long offset = start;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      long end = align(offset + 110 + file.getKey().length() + 1) + file.getValue().length;
      offset = align(end);
      addRange(whole, end, offset);
    }
    // the name of the trailer, and its padding
    addRange(whole, offset + 121, offset + 124);
    return offset + 124;
  }

  private static Made make(Random random, int maxMembers, int maxFile) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Member> members = new ArrayList<>();
    Map<String, byte[]> contents = new LinkedHashMap<>();
    Set<Long> wholeEntries = new TreeSet<>();
    int count = 1 + random.nextInt(maxMembers);
    for (int index = 0; index < count; index++) {
      Compression compression = Compression.values()[random.nextInt(Compression.values().length)];
      boolean afterPlain = index > 0 && members.getLast().compression() == Compression.NONE;
      boolean afterLz4 = index > 0 && members.getLast().compression() == Compression.LZ4;
      out.writeBytes(Bytes.zeros(random.nextInt(9) + (afterLz4 ? 4 : 0)));
      if (compression == Compression.NONE || afterPlain) {
        out.writeBytes(Bytes.zeros(-out.size() & 3));
      }
      Map<String, byte[]> files = new LinkedHashMap<>();
      for (int left = 1 + random.nextInt(4); left > 0; left--) {
        byte[] data = new byte[random.nextInt(maxFile)];
        if (random.nextBoolean()) {
          random.nextBytes(data);
        }
        files.put("file" + random.nextInt(12) + "x".repeat(random.nextInt(5)), data);
      }
      Archive archive = archive();
      files.forEach(archive::file);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        contents.put(index + ":" + file.getKey(), file.getValue());
      }
      byte[] cpio = random.nextBoolean() ? archive.cpio() : archive.cpioUnpadded();
      byte[] packed = Compress.with(compression, cpio);
      long offset = out.size();
      long length = packed.length;
      long unpacked = cpio.length;
      if (compression == Compression.NONE) {
        length = addWholeEntries(wholeEntries, offset, files) - offset;
        unpacked = length;
      }
      members.add(new Member(index, offset, length, compression, 1, files.size(), unpacked, true));
      out.writeBytes(packed);
    }
    out.writeBytes(Bytes.zeros(random.nextInt(9)));
    return new Made(out.toByteArray(), members, contents, wholeEntries);
  }

  @Test
  void findsTheMembersOfAnyBuffer() {
    Property.tries(200)
        .hold(draw -> {
          Made made = make(draw.random(), 6, 5000);
          Map<String, byte[]> contents = new LinkedHashMap<>();
          Walk walk = new Walk();
          InitramfsWalker.walk(write(made.bytes), walk, done -> {});
          assertThat(walk.members).isEqualTo(made.members);
          assertThat(walk.findings).isEmpty();
          made.contents.forEach(
              (key, data) -> contents.put(key.substring(key.indexOf(':') + 1), data));
          assertThat(walk.contents()).containsAllEntriesOf(contents).hasSameSizeAs(contents);
        });
  }

  @Test
  void detectsACutAtAnyByte() {
    Property.tries(3)
        .hold(draw -> {
          Made made = make(draw.random(), 4, 200);
          Set<Long> whole = made.wholeLengths();
          for (int length = 0; length < made.bytes.length; length++) {
            byte[] cut = Arrays.copyOf(made.bytes, length);
            if (whole.contains((long) length)) {
              Walk.of(write(cut));
            } else {
              assertTruncated(cut);
            }
          }
        });
  }

  private static void assertTruncated(byte[] cut) throws IOException {
    ImageFile image = write(cut);
    assertThatThrownBy(() -> Walk.of(image))
        .as("cut at %d", cut.length)
        .isInstanceOf(BadImageException.class)
        .message()
        .containsAnyOf("offset " + cut.length + ": the file is truncated", "the file is empty");
  }

  @Test
  void failsOnlyWithABadImage() {
    Property.tries(500)
        .hold(draw -> {
          Random random = draw.random();
          byte[] bytes = make(random, 3, 600).bytes;
          int changes = 1 + random.nextInt(8);
          for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
          }
          try {
            Walk.of(write(bytes));
          } catch (BadImageException e) {
            assertThat(e).hasMessageContaining(e.problem());
            assertThat(e.offset()).isBetween(0L, (long) bytes.length);
          }
        });
  }

  private static ImageFile write(byte[] bytes) throws IOException {
    return ImageFile.of(Files.write(file, bytes));
  }
}
