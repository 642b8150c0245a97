package org.pairboot.artifacts.format.cpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;

class NewcTest {
  private static final int NAME_SIZE = 94;
  private static final int CHECK = 102;

  @TempDir Path dir;
  private byte[] archive;

  @BeforeEach
  void makeArchive() {
    archive = Archive.archive().file("abcdefg", "hello").dir("etc").cpio();
  }

  @Test
  void writesWhatGnuCpioWrites() {
    // printf hello > abcdefg; mkdir etc; chmod 644/755; touch -d @1600000000;
    // cpio -o -H newc -R root:root --reproducible
    String expected =
        "07070100000000000081A40000000000000000000000015F5E1000000000050000000000000000000000000000"
            + "00000000000800000000abcdefg\0\0\0hello\0\0\0"
            + "07070100000001000041ED0000000000000000000000025F5E1000000000000000000000000000000000000000"
            + "00000000000400000000etc\0\0\0"
            + "0707010000000000000000000000000000000000000001000000000000000000000000000000000000000000"
            + "0000000000000B00000000TRAILER!!!\0\0\0\0";
    assertThat(archive).hasSize(512);
    assertThat(new String(archive, StandardCharsets.ISO_8859_1).substring(0, expected.length()))
        .isEqualTo(expected);
    assertThat(Arrays.copyOfRange(archive, expected.length(), 512)).containsOnly((byte) 0);
  }

  @Test
  void putsTheRootFileSystemAtOffset124() {
    for (String name : new String[] {"root.squashfs", "root.erofs"}) {
      byte[] bytes = Archive.archive().file(name, "hsqs").cpio();
      assertThat(new String(bytes, 124, 4, StandardCharsets.US_ASCII)).isEqualTo("hsqs");
    }
  }

  @Test
  void readsEntriesWithTheirPositions() throws IOException {
    try (FileInput in = open()) {
      NewcReader reader = new NewcReader(in);
      NewcEntry first = reader.next();
      assertThat(first.path()).isEqualTo("abcdefg");
      assertThat(first.offset()).isZero();
      assertThat(first.dataOffset()).isEqualTo(120);
      assertThat(first.header().isRegular()).isTrue();
      assertThat(first.header().mtime()).isEqualTo(Archive.MTIME);
      assertThat(reader.data().readAllBytes()).asString().isEqualTo("hello");
      NewcEntry second = reader.next();
      assertThat(second.header().isDirectory()).isTrue();
      assertThat(second.offset()).isEqualTo(128);
      assertThat(reader.next().isTrailer()).isTrue();
      reader.finish();
      assertThat(in.position()).isEqualTo(368);
    }
  }

  @Test
  void readsLowerCaseHexAndSkipsUnreadData() throws IOException {
    byte[] lower =
        new String(archive, StandardCharsets.ISO_8859_1)
            .replace("81A4", "81a4")
            .replace("5F5E", "5f5e")
            .getBytes(StandardCharsets.ISO_8859_1);
    archive = lower;
    try (FileInput in = open()) {
      NewcReader reader = new NewcReader(in);
      assertThat(reader.next().header().mtime()).isEqualTo(Archive.MTIME);
      assertThat(reader.next().name()).isEqualTo("etc");
    }
  }

  @Test
  void readsNamesPaddedWithNuls() throws IOException {
    // dracut-cpio pads names to align the data to a page
    byte[] padded = new byte[110 + 18 + 8];
    System.arraycopy(archive, 0, padded, 0, 118);
    put(padded, NAME_SIZE, 18);
    System.arraycopy(archive, 120, padded, 128, 8);
    archive = padded;
    try (FileInput in = open()) {
      NewcReader reader = new NewcReader(in);
      NewcEntry entry = reader.next();
      assertThat(entry.name()).isEqualTo("abcdefg");
      assertThat(entry.dataOffset()).isEqualTo(128);
      assertThat(reader.data().readAllBytes()).asString().isEqualTo("hello");
    }
  }

  @Test
  void verifiesTheChecksumOfFormat070702() throws IOException {
    archive[5] = '2';
    put(archive, CHECK, 'h' + 'e' + 'l' + 'l' + 'o');
    try (FileInput in = open()) {
      NewcReader reader = new NewcReader(in);
      reader.next();
      assertThat(reader.next().name()).isEqualTo("etc");
    }
    put(archive, CHECK, 1);
    try (FileInput in = open()) {
      NewcReader reader = new NewcReader(in);
      reader.next();
      assertThatThrownBy(reader::next)
          .hasMessageContaining("the data of 'abcdefg'")
          .hasMessageContaining("wrong checksum");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 070707, the old odc format",
    "0, 070703, expected a cpio header at offset 0",
    "54, 0000000G, invalid hex digit in a cpio header at offset 61",
    "54, 0000 005, invalid hex digit in a cpio header at offset 58",
    "54, +0000005, invalid hex digit in a cpio header at offset 54",
    "54, FFFFFFFF, ends in the middle of the data of 'abcdefg'",
    "94, 00000000, a name of 0 bytes",
    "94, 00001001, a name of 4097 bytes",
    "94, FFFFFFFF, a name of 4294967295 bytes",
    "94, 00000007, does not end with a NUL",
    "110, /bcdefg, is absolute: '/bcdefg'",
    "110, ../defg, contains '..'",
    "110, a/../fg, contains '..'",
    "110, abcd/.., contains '..'",
    "110, abc?efg, has a NUL in the middle",
    "110, ?bcdefg, has a NUL in the middle",
  })
  void refusesHostileHeaders(int at, String text, String message) throws IOException {
    byte[] bytes = text.replace('?', '\0').getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, archive, at, bytes.length);
    assertThatThrownBy(this::readAll)
        .isInstanceOf(BadImageException.class)
        .hasMessageStartingWith("some.img: ")
        .hasMessageContaining(message);
  }

  @Test
  void showsHostileNamesWithoutTerminalCodes() {
    byte[] name = "/\u001b[2J\u001b]".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, archive, 110, name.length);
    assertThatThrownBy(this::readAll).hasMessageEndingWith("'/?[2J?]'");
  }

  @Test
  void preservesEveryByteOfANameWhenCopying() throws IOException {
    byte[] odd = {(byte) 0xff, (byte) 0xc3, (byte) 0xa9, 1, '\n', (byte) 0x80, ' '};
    System.arraycopy(odd, 0, archive, 110, odd.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NewcWriter writer = new NewcWriter(out);
    try (FileInput in = open()) {
      NewcReader reader = new NewcReader(in);
      for (NewcEntry e = reader.next(); !e.isTrailer(); e = reader.next()) {
        writer.copy(e.name(), e.header(), reader.data());
      }
    }
    writer.finish();
    assertThat(out.toByteArray()).isEqualTo(archive);
  }

  @Test
  void refusesToWriteAFileOf4GiB() {
    NewcWriter writer = new NewcWriter(new ByteArrayOutputStream());
    NewcHeader header = NewcHeader.file(0644, 0, 1L << 32);
    assertThatThrownBy(
            () -> writer.file("root.erofs", header, new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'root.erofs'");
  }

  private void readAll() throws IOException {
    try (FileInput in = open()) {
      NewcReader reader = new NewcReader(in);
      while (!reader.next().isTrailer()) {
        // reads the next one
      }
    }
  }

  private FileInput open() throws IOException {
    return FileInput.open(Bytes.file(dir, "some.img", archive), position -> {});
  }

  private static void put(byte[] bytes, int at, int value) {
    byte[] digits =
        HexFormat.of()
            .toHexDigits(value)
            .toUpperCase(Locale.ROOT)
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, bytes, at, digits.length);
  }
}
