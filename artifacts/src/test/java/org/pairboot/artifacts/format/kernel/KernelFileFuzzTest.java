package org.pairboot.artifacts.format.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.Kernels;

/**
 * Any file is some kernel, or is refused, or is unknown.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class KernelFileFuzzTest {
  @TempDir private static Path directory;

  static Stream<byte[]> heads() {
    ByteBuffer bzImage = head(0x202, "HdrS");
    bzImage.put(0x1F1, (byte) 4).putInt(0x1F4, -1).putShort(0x206, (short) 0x20F);
    bzImage.putShort(0x20E, (short) 0xFFF0).putShort(0x236, (short) 1);
    ByteBuffer efi = head(0, "MZ");
    efi.putInt(0x3C, 0x7FFF_FFF0);
    ByteBuffer wrapped = ByteBuffer.allocate(31).putInt(0, 0x27051956).put(30, (byte) 2);
    Stream<byte[]> packed =
        Stream.of(Compression.GZIP, Compression.ZSTD, Compression.LZ4)
            .map(by -> Compress.with(by, Kernels.of(Architecture.AARCH64, "")));
    return Stream.concat(
        Stream.of(bzImage, efi, head(0, "\u007fELF"), head(0, "  <HTML>"), wrapped)
            .map(ByteBuffer::array),
        packed);
  }

  private static ByteBuffer head(int at, String magic) {
    return ByteBuffer.allocate(0x400)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(at, magic.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("heads")
  @FuzzTest(maxDuration = "5m")
  void anyFileCanBeLookedAt(byte[] bytes) throws IOException {
    KernelFile kernel =
        KernelFile.read(ImageFile.of(Files.write(directory.resolve("kernel"), bytes)));

    assertThat(kernel.objection().isPresent() || bytes.length > 0).isTrue();
    assertThat(kernel.architecture().isEmpty() || kernel.form().isPresent()).isTrue();
    assertThat(kernel.appearance()).isNotBlank();
    assertThat(kernel.version().orElse("").length()).isLessThanOrEqualTo(200);
  }
}
