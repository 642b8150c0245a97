package org.pairboot.artifacts.format.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.Kernels;

class KernelFileTest {
  @TempDir private Path directory;

  @Test
  void readsTheArchitectureOfABzImage() throws Exception {
    Consumer<ByteBuffer> bzImage =
        head -> {
          head.putShort(0x1FE, (short) 0xAA55);
          put(head, 0x202, "HdrS");
          head.putShort(0x206, (short) 0x20F);
        };

    assertThat(architecture(bzImage.andThen(head -> head.putShort(0x236, (short) 0x3F))))
        .isEqualTo("x86_64");
    assertThat(architecture(bzImage)).isEqualTo("i386");
  }

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of(writer(head -> put(head, 56, "RSC\u0005")), "Image", "riscv64"),
        Arguments.of(writer(head -> head.putInt(36, 0x016F2818)), "zImage", "arm"),
        Arguments.of(
            writer(head -> head.putInt(0, 0x56190527).putShort(29, (short) 0x216)),
            "uImage",
            "aarch64"),
        Arguments.of(
            writer(head -> {
              head.putInt(0, 0xEDFE0DD0);
              put(head, 0x60, "\0\0\0\1images\0");
            }),
            "FIT image",
            "unknown"),
        Arguments.of(
            writer(head -> {
              head.putInt(0x100, 0x1BADB002).putInt(0x104, 3);
              head.putInt(0x108, -(0x1BADB002 + 3));
            }),
            "multiboot kernel",
            "unknown"),
        Arguments.of(
            writer(head -> {
              head.putInt(0x200, 0xE85250D6).putInt(0x208, 24);
              head.putInt(0x20C, -(0xE85250D6 + 24));
            }),
            "multiboot kernel",
            "unknown"),
        Arguments.of(writer(head -> elf(head, 2, 21)), "ELF", "ppc64le"),
        Arguments.of(
            writer(head -> {
              put(head, 0, "MZ");
              put(head, 4, "zimg");
            }),
            "EFI zboot image",
            "unknown"));
  }

  private static Consumer<ByteBuffer> writer(Consumer<ByteBuffer> writer) {
    return writer;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void knowsTheFormatsThatBoardsStart(
      Consumer<ByteBuffer> writer, String format, String architecture) throws Exception {
    assertThat(kernel(writer).form().map(KernelForm::toString)).contains(format);
    assertThat(architecture(writer)).isEqualTo(architecture);
  }

  @Test
  void readsAnArm64Image() throws Exception {
    assertThat(architecture(head -> put(head, 56, "ARMd"))).isEqualTo("aarch64");
  }

  @ParameterizedTest
  @CsvSource({"0x8664, x86_64", "0xAA64, aarch64", "0x5064, riscv64", "0x1234, unknown"})
  void readsAnEfiExecutable(int machine, String architecture) throws Exception {
    String found =
        architecture(head -> {
          put(head, 0, "MZ");
          head.putInt(0x3C, 0x80);
          put(head, 0x80, "PE");
          head.putShort(0x84, (short) machine);
        });

    assertThat(found).isEqualTo(architecture);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x1000})
  void findsNoArchitectureIfTheEfiHeaderPointsOutside(int offset) throws Exception {
    String found =
        architecture(head -> {
          put(head, 0, "MZ");
          head.putInt(0x3C, offset);
        });

    assertThat(found).isEqualTo("unknown");
  }

  @Test
  void readsABigEndianElfFile() throws Exception {
    String found =
        architecture(head -> {
          put(head, 0, "\u007fELF");
          head.put(5, (byte) 2);
          head.put(17, (byte) 2);
          head.put(19, (byte) 22);
        });

    assertThat(found).isEqualTo("s390x");
  }

  @ParameterizedTest
  @CsvSource({
    "070701, cpio",
    "070702, cpio",
    "hsqs, squashfs",
    "'', empty",
    "'<!DOCTYPE HTML><title>404', web page",
    "'  <html><body>', web page"
  })
  void refusesFilesThatAreCertainlyNotAKernel(String content, String what) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), content);

    assertThat(KernelFile.read(ImageFile.of(file)).objection())
        .hasValueSatisfying(o -> assertThat(o).contains(what));
  }

  @Test
  void refusesAnIso() throws Exception {
    byte[] iso = new byte[0x9000];
    System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, iso, 0x8001, 5);
    Path file = Files.write(directory.resolve("file"), iso);

    assertThat(KernelFile.read(ImageFile.of(file)).objection())
        .contains("is an ISO; --iso imports it");
  }

  @Test
  void refusesABzImageThatIsCutOff() throws Exception {
    Consumer<ByteBuffer> bzImage =
        head -> {
          put(head, 0x202, "HdrS");
          head.put(0x1F1, (byte) 1);
          head.putShort(0x206, (short) 0x20F);
        };

    // 1,024 bytes of setup, and the size of the rest in units of 16 bytes.
    assertThat(kernel(bzImage.andThen(head -> head.putInt(0x1F4, 0))).objection()).isEmpty();
    assertThat(kernel(bzImage.andThen(head -> head.putInt(0x1F4, 10_000))).objection())
        .contains("is cut off: its header gives 161024 bytes, and it has 1024");
    assertThat(kernel(bzImage.andThen(head -> head.putInt(0x1F4, -1))).objection()).isPresent();
  }

  @Test
  void acceptsAnUnknownFormat() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");

    KernelFile kernel = KernelFile.read(ImageFile.of(file));
    assertThat(kernel.objection()).isEmpty();
    assertThat(kernel.architecture()).isEmpty();
    assertThat(kernel.form()).isEmpty();
  }

  @Test
  void looksIntoACompressedKernel() throws Exception {
    for (Compression compression : Compression.values()) {
      for (Architecture board : List.of(Architecture.AARCH64, Architecture.RISCV64)) {
        byte[] image = Kernels.of(board, "kernel");
        byte[] packed = compression == Compression.NONE ? image : Compress.with(compression, image);

        KernelFile kernel = read(packed);
        assertThat(kernel.form())
            .as("%s", compression)
            .contains(
                switch (compression) {
                  case NONE -> KernelForm.IMAGE;
                  case GZIP -> KernelForm.GZIP_IMAGE;
                  case BZIP2, LZMA, XZ, LZO, LZ4, ZSTD -> KernelForm.PACKED_IMAGE;
                });
        assertThat(kernel.architecture()).contains(board);
      }
    }
    KernelFile other = read(Compress.with(Compression.GZIP, Kernels.bzImage("kernel")));
    assertThat(other.form()).isEmpty();
    assertThat(other.appearance()).isEqualTo("is a gzip file with no kernel inside");
    assertThat(read(new byte[] {0x1F, (byte) 0x8B}).form()).isEmpty();
  }

  static Stream<Arguments> otherFiles() {
    return Stream.of(
        Arguments.of(
            writer(head -> elf(head, 1, 62)), "is an object file, such as a kernel module"),
        Arguments.of(
            writer(head -> {
              elf(head, 3, 62);
              put(head, 0x318, "/lib64/ld-linux-x86-64.so.2");
            }),
            "is a program that runs on Linux"),
        Arguments.of(writer(head -> put(head, 0, "MZ")), "is a program for DOS"),
        Arguments.of(
            writer(head -> {
              put(head, 0, "MZ");
              head.putInt(0x3C, 0x80);
              put(head, 0x80, "PE");
              head.putShort(0x80 + 92, (short) 3);
            }),
            "is a program for Windows"),
        Arguments.of(writer(head -> put(head, 0, "PK\3\4")), "is a zip archive"),
        Arguments.of(writer(head -> put(head, 257, "ustar")), "is a tar archive"),
        Arguments.of(
            writer(head -> put(head, 0, "!<arch>\n")), "is an archive, such as a .deb package"),
        Arguments.of(writer(head -> head.putInt(0, 0xEDFE0DD0)), "is a device tree"),
        Arguments.of(
            writer(head -> head.putShort(0x1FE, (short) 0xAA55)),
            "starts with a boot sector, as disk images do"),
        Arguments.of(writer(head -> {}), "has none of the known forms of kernels"));
  }

  @ParameterizedTest
  @MethodSource("otherFiles")
  void saysWhatAFileOfAnUnknownFormLooksLike(Consumer<ByteBuffer> writer, String appearance)
      throws Exception {
    assertThat(kernel(writer).form()).isEmpty();
    assertThat(kernel(writer).appearance()).isEqualTo(appearance);
  }

  @Test
  void tellsTextsFromScripts() throws Exception {
    assertThat(read("root:x:0:0::/root:/bin/sh\n".getBytes(StandardCharsets.UTF_8)).appearance())
        .isEqualTo("is a text file");
    assertThat(read("#!ipxe\n".getBytes(StandardCharsets.UTF_8)).appearance())
        .isEqualTo("is a script");
  }

  private static void elf(ByteBuffer head, int type, int machine) {
    put(head, 0, "\u007fELF");
    head.putShort(16, (short) type).putShort(18, (short) machine);
  }

  @Test
  void readsTheVersionOfABzImage() throws Exception {
    Consumer<ByteBuffer> bzImage =
        head -> {
          put(head, 0x202, "HdrS");
          put(head, 0x380, "6.1.0-49-amd64 (builder@host)\0rest");
        };

    assertThat(kernel(bzImage.andThen(head -> head.putShort(0x20E, (short) 0x180))).version())
        .contains("6.1.0-49-amd64 (builder@host)");
    assertThat(kernel(bzImage).version()).isEmpty();
    assertThat(kernel(bzImage.andThen(head -> head.putShort(0x20E, (short) 0xFFFF))).version())
        .isEmpty();
  }

  private String architecture(Consumer<ByteBuffer> writer) throws Exception {
    return kernel(writer).architecture().map(Architecture::toString).orElse("unknown");
  }

  private KernelFile kernel(Consumer<ByteBuffer> writer) throws Exception {
    ByteBuffer head = ByteBuffer.allocate(0x400).order(ByteOrder.LITTLE_ENDIAN);
    writer.accept(head);
    return read(head.array());
  }

  private KernelFile read(byte[] bytes) throws Exception {
    return KernelFile.read(ImageFile.of(Files.write(directory.resolve("kernel"), bytes)));
  }

  private static void put(ByteBuffer head, int offset, String text) {
    head.put(offset, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
