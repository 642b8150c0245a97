package org.pairboot.artifacts.format.uki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.testimages.Uki.uki;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Any file is a unified kernel image whose parts are inside it, or is refused, or is something
 * else.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class UnifiedKernelFuzzTest {
  private static final int TABLE = 0x80 + 24 + 0xF0;

  @TempDir private static Path directory;

  static Stream<byte[]> files() {
    byte[] sound =
        uki()
            .section(".osrel", "VERSION_ID=1\n")
            .section(".cmdline", "quiet")
            .section(".linux", "kernel")
            .section(".profile", "ID=a")
            .section(".initrd", "initramfs")
            .bytes();
    return Stream.of(
        sound,
        with(sound, 0x3C, -1),
        with(sound, 0x80 + 6, 0xFFFF),
        with(sound, TABLE + 80 + 20, -1),
        with(sound, TABLE + 80 + 16, -1));
  }

  private static byte[] with(byte[] file, int at, int value) {
    return ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value).array();
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "5m")
  void anyFileCanBeLookedAt(byte[] bytes) throws IOException {
    ImageFile file = ImageFile.of(Files.write(directory.resolve("uki.efi"), bytes));
    Optional<UnifiedKernel> found;
    try {
      found = UnifiedKernel.read(file);
    } catch (BadImageException e) {
      return;
    }
    found.ifPresent(unified -> {
      assertThat(unified.kernel().length()).isPositive();
      Stream.concat(Stream.of(unified.kernel()), unified.initramfs().stream())
          .forEach(
              part -> assertThat(part.offset() + part.length()).isLessThanOrEqualTo(bytes.length));
      assertThat(PrintableText.isPrintable(unified.arguments())).isTrue();
    });
  }
}
