package org.pairboot.artifacts.format.iso9660;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.TestIso.SECTOR;
import static org.pairboot.artifacts.testimages.TestIso.iso;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.iso9660.IsoImage.IsoEntry;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;

class IsoImageTest {
  private static final int DESCRIPTOR = 16 * SECTOR;
  private static final byte[] LARGE = Bytes.pattern(3 * SECTOR + 5);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Names.class)
  void findsFilesInPlace(Names names) throws Exception {
    TestIso.Image built =
        iso(names)
            .volume("fedora-coreos-44.1")
            .file("images/pxeboot/vmlinuz", "kernel")
            .file("images/pxeboot/rootfs.img", LARGE)
            .file("empty", "")
            .build();

    try (IsoImage image = open(built.bytes())) {
      assertThat(image.volumeId()).isEqualTo("fedora-coreos-44.1");
      assertThat(bytes(image, "images/pxeboot/vmlinuz")).asString(UTF_8).isEqualTo("kernel");
      assertThat(bytes(image, "images/pxeboot/rootfs.img")).isEqualTo(LARGE);
      assertThat(bytes(image, "empty")).isEmpty();
      assertThat(image.find("images")).get().isInstanceOf(IsoEntry.Directory.class);
      assertThat(image.find("images/pxeboot/nothing")).isEmpty();
      assertThat(image.find("empty/in/a/file")).isEmpty();
      assertThat(image.list(image.root())).extracting(IsoEntry::name).contains("images", "empty");
    }
  }

  @Test
  void normalizesPlainNames() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("Images/VmLinuz", "kernel").build();

    try (IsoImage image = open(built.bytes())) {
      assertThat(image.list(image.root())).extracting(IsoEntry::path).containsExactly("images");
      assertThat(bytes(image, "IMAGES/vmlinuz")).asString(UTF_8).isEqualTo("kernel");
    }
  }

  @Test
  void keepsCaseAndLengthOfRockRidgeNames() throws Exception {
    String name = "A-Name.with.dots_and-more-than-eight-characters";
    TestIso.Image built = iso(Names.CONTINUED).file(name, "x").file("a", "lower").build();

    try (IsoImage image = open(built.bytes())) {
      assertThat(image.list(image.root())).extracting(IsoEntry::name).containsExactly(name, "a");
      assertThat(image.find("A")).get().extracting(IsoEntry::name).isEqualTo("a");
    }
  }

  @Test
  void readsDirectoriesOfSeveralSectors() throws Exception {
    TestIso iso = iso(Names.ROCK_RIDGE);
    for (int i = 0; i < 200; i++) {
      iso.file("many/file-" + i, "content " + i);
    }

    try (IsoImage image = open(iso.build().bytes())) {
      assertThat(IsoWalk.files(image)).hasSize(200);
      assertThat(bytes(image, "many/file-199")).asString(UTF_8).isEqualTo("content 199");
    }
  }

  @Test
  void joinsAdjacentExtentsOfAFile() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("rootfs.img", LARGE).pieces(1).build();

    try (IsoImage image = open(built.bytes())) {
      assertThat(image.list(image.root())).hasSize(1);
      assertThat(bytes(image, "rootfs.img")).isEqualTo(LARGE);
    }
  }

  @Test
  void readsAFileLargerThan4GiBAsOneRange() throws Exception {
    TestIso.Image built =
        iso(Names.PLAIN).file("rootfs.img", Bytes.zeros(2 * SECTOR)).pieces(1).build();
    long first = 0xFFFF_F800L;
    long second = 3L * SECTOR + 7;
    Path file = Files.write(directory.resolve("large.iso"), built.bytes());
    int record = built.records().get("rootfs.img");
    long start;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      ByteBuffer bytes = ByteBuffer.wrap(built.bytes());
      int block = bytes.getInt(record + 6);
      start = (long) block * SECTOR;
      TestIso.both32(bytes, record + 10, (int) first);
      int next = record + bytes.get(record);
      TestIso.both32(bytes, next + 2, (int) (block + first / SECTOR));
      TestIso.both32(bytes, next + 10, (int) second);
      sparse.write(bytes.array());
      sparse.setLength(start + first + second);
      sparse.seek(start + first + second - 1);
      sparse.write('!');
    }

    try (IsoImage image = IsoImage.open(ImageFile.of(file))) {
      ImageFile content = image.content((IsoEntry.File) image.find("rootfs.img").orElseThrow());
      assertThat(content.offset()).isEqualTo(start);
      assertThat(content.length()).isEqualTo(first + second);
      try (FileInput in = FileInput.open(content, done -> {})) {
        in.seek(content.length() - 1);
        assertThat(in.read()).isEqualTo('!');
      }
    }
  }

  @Test
  void refusesNonContiguousExtents() throws Exception {
    TestIso.Image built =
        iso(Names.PLAIN).file("a", LARGE).file("rootfs.img", LARGE).pieces(1).build();
    int first = built.records().get("rootfs.img");
    int second = first + built.bytes()[first];

    assertRefused(
        () -> read(patched(built, bytes -> TestIso.both32(bytes, second + 2, 24)), "rootfs.img"),
        "/rootfs.img is not contiguous in the image");
    assertRefused(
        () -> read(patched(built, bytes -> bytes.put(second + 33, (byte) 'X')), "rootfs.img"),
        "the last extent is missing");
  }

  @Test
  void refusesATruncatedImage() throws Exception {
    byte[] whole = iso(Names.PLAIN).file("vmlinuz", LARGE).build().bytes();

    assertRefused(
        () -> open(Arrays.copyOf(whole, whole.length - SECTOR)),
        "the ISO image is incomplete: it has "
            + (whole.length - SECTOR)
            + " of "
            + whole.length
            + " bytes");
    assertRefused(() -> open(Arrays.copyOf(whole, 17 * SECTOR)), "the ISO image is incomplete");
    // tools pad images, and USB sticks are larger
    open(Arrays.copyOf(whole, whole.length + 3 * SECTOR + 100)).close();
  }

  @Test
  void refusesFilesThatAreNotAnImage() {
    assertRefused(() -> open(new byte[0]), "is not an ISO 9660 image");
    assertRefused(() -> open(new byte[20 * SECTOR]), "is not an ISO 9660 image");
  }

  @Test
  void refusesInconsistentVolumeDescriptors() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("a", "x").build();

    assertRefused(
        () -> openPatched(built, bytes -> bytes.put(DESCRIPTOR + 80, (byte) 1)),
        "its primary volume descriptor has two different sizes");
    assertRefused(
        () ->
            openPatched(
                built,
                bytes -> {
                  bytes.put(DESCRIPTOR + 129, (byte) 2).put(DESCRIPTOR + 130, (byte) 2);
                }),
        "has blocks of 512 bytes");
    assertRefused(
        () -> openPatched(built, bytes -> bytes.put(DESCRIPTOR, (byte) 3)),
        "has no primary volume descriptor");
    assertRefused(
        () -> openPatched(built, bytes -> bytes.put(DESCRIPTOR + SECTOR + 1, (byte) 0)),
        "has no volume descriptor set terminator");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 10, 14})
  void refusesNumbersThatDisagree(int field) throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("vmlinuz", LARGE).build();
    int record = built.records().get("vmlinuz");

    assertRefused(
        () -> read(patched(built, bytes -> bytes.put(record + field, (byte) 0x55)), "vmlinuz"),
        "the directory record at offset " + record + " has two different");
  }

  @Test
  void refusesAFileOutsideOfTheImageOnlyWhenItIsRead() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("good", "x").file("bad", LARGE).build();
    int record = built.records().get("bad");
    byte[] patched = patched(built, bytes -> TestIso.both32(bytes, record + 2, 0x7FFF_FFFF));

    try (IsoImage image = open(patched)) {
      assertThat(bytes(image, "good")).asString(UTF_8).isEqualTo("x");
      assertRefused(() -> bytes(image, "bad"), "/bad should be 6149 bytes at offset");
    }
  }

  @Test
  void refusesToReadADirectoryOfGibibytes() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("deep/file", "x").build();
    int record = built.records().get("deep");

    assertRefused(
        () ->
            read(
                patched(built, bytes -> TestIso.both32(bytes, record + 10, 0x7000_0000)),
                "deep/file"),
        "the directory /deep has 1879048192 bytes");
  }

  @Test
  void limitsTheTotalSizeOfDirectories() throws Exception {
    TestIso iso = TestIso.iso(Names.PLAIN).file("blank", Bytes.zeros(1 << 20));
    for (int i = 0; i < 9; i++) {
      iso.file("deep" + i + "/file", "x");
    }
    TestIso.Image built = iso.build();
    int blank = ByteBuffer.wrap(built.bytes()).getInt(built.records().get("blank") + 6);
    byte[] patched =
        patched(
            built,
            bytes -> {
              for (int i = 0; i < 9; i++) {
                int record = built.records().get("deep" + i);
                TestIso.both32(bytes, record + 2, blank);
                TestIso.both32(bytes, record + 10, 1 << 20);
              }
            });

    try (IsoImage image = open(patched)) {
      assertRefused(
          () -> {
            for (int i = 0; i < 9; i++) {
              image.find("deep" + i + "/file");
            }
          },
          "has more than 8388608 bytes of directories");
    }
  }

  @Test
  void refusesADirectoryOutsideOfTheImage() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("deep/file", "x").build();
    int record = built.records().get("deep");

    assertRefused(
        () -> read(patched(built, bytes -> TestIso.both32(bytes, record + 2, 9999)), "deep/file"),
        "the directory /deep should be");
  }

  @Test
  void survivesADirectoryThatContainsItself() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("deep/file", "x").build();
    int record = built.records().get("deep");
    int root = ByteBuffer.wrap(built.bytes()).getInt(DESCRIPTOR + 156 + 6);
    byte[] cyclic = patched(built, bytes -> TestIso.both32(bytes, record + 2, root));

    try (IsoImage image = open(cyclic)) {
      assertThat(image.find("deep/deep/deep/deep")).isPresent();
      assertThat(image.find("deep/".repeat(1000) + "deep")).isEmpty();
      assertThat(image.find("deep/file")).isEmpty();
    }
  }

  @Test
  void refusesLoopingContinuations() throws Exception {
    TestIso.Image built = iso(Names.CONTINUED).file("vmlinuz", "x").build();
    int entry = indexOf(built.bytes(), "CE");
    byte[] looping =
        patched(
            built,
            bytes -> {
              TestIso.both32(bytes, entry + 4, entry / SECTOR);
              TestIso.both32(bytes, entry + 12, entry % SECTOR);
              TestIso.both32(bytes, entry + 20, 28);
            });

    assertRefused(() -> read(looping, "vmlinuz"), "has a loop of continuations");
  }

  @Test
  void refusesContinuationsOutsideOfTheImage() throws Exception {
    TestIso.Image built = iso(Names.CONTINUED).file("vmlinuz", "x").build();
    int entry = indexOf(built.bytes(), "CE");

    assertRefused(
        () -> read(patched(built, bytes -> TestIso.both32(bytes, entry + 4, -1)), "vmlinuz"),
        "a continuation of a directory record should be");
    assertRefused(
        () -> read(patched(built, bytes -> TestIso.both32(bytes, entry + 20, 1 << 20)), "vmlinuz"),
        "has a continuation of 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "x\0y", "line\nbreak"})
  void refusesInvalidFileNames(String name) throws Exception {
    TestIso.Image built = iso(Names.ROCK_RIDGE).file("n".repeat(name.length()), "x").build();
    int entry = indexOf(built.bytes(), "NM");
    byte[] patched = patched(built, bytes -> bytes.put(entry + 5, name.getBytes(UTF_8)));

    assertRefused(() -> read(patched, "x"), "has an invalid file name");
  }

  @Test
  void refusesMalformedDirectoryRecords() throws Exception {
    TestIso.Image built = iso(Names.PLAIN).file("vmlinuz", "x").build();
    int record = built.records().get("vmlinuz");

    assertRefused(
        () -> read(patched(built, bytes -> bytes.put(record, (byte) 20)), "vmlinuz"),
        "malformed directory record at offset " + record);
    assertRefused(
        () -> read(patched(built, bytes -> bytes.put(record + 32, (byte) 200)), "vmlinuz"),
        "has a name longer than the record");
    assertRefused(
        () -> read(patched(built, bytes -> bytes.put(record + 26, (byte) 1)), "vmlinuz"),
        "is interleaved");
  }

  private void assertRefused(ThrowingCallable attempt, String message) {
    assertThatThrownBy(attempt)
        .isInstanceOf(BadImageException.class)
        .hasMessageStartingWith("test.iso: ")
        .hasMessageContaining(message);
  }

  private static byte[] patched(TestIso.Image built, Consumer<ByteBuffer> change) {
    byte[] bytes = built.bytes().clone();
    change.accept(ByteBuffer.wrap(bytes));
    return bytes;
  }

  private IsoImage openPatched(TestIso.Image built, Consumer<ByteBuffer> change)
      throws IOException {
    return open(patched(built, change));
  }

  private IsoImage open(byte[] bytes) throws IOException {
    return IsoImage.open(Bytes.file(directory, "test.iso", bytes));
  }

  private byte[] read(byte[] iso, String path) throws IOException {
    try (IsoImage image = open(iso)) {
      return bytes(image, path);
    }
  }

  private static byte[] bytes(IsoImage image, String path) throws IOException {
    IsoEntry.File file = (IsoEntry.File) image.find(path).orElseThrow();
    try (FileInput in = FileInput.open(image.content(file), done -> {})) {
      return in.readAllBytes();
    }
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
        .indexOf(text, 24 * SECTOR);
  }
}
