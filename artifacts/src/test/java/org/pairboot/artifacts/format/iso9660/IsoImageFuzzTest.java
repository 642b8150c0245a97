package org.pairboot.artifacts.format.iso9660;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;
import org.pairboot.testing.Property;

/**
 * Any input yields an image or an error, in bounded time and memory.
 *
 * <p>A build only runs the sound images here and a fixed number of damaged ones. To search for
 * more, guided by coverage, set JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class IsoImageFuzzTest {
  /** The length of the system area, which is before everything that is read. */
  private static final int SYSTEM_AREA = 16 * Sectors.SIZE;

  static Stream<byte[]> soundImages() {
    return Stream.of(Names.values())
        .map(names -> image(names))
        .map(bytes -> Arrays.copyOfRange(bytes, SYSTEM_AREA, bytes.length));
  }

  private static byte[] image(Names names) {
    return TestIso.iso(names)
        .file("images/pxeboot/vmlinuz", "kernel")
        .file("images/pxeboot/rootfs.img", Bytes.zeros(5000))
        .file("EFI/BOOT/grub.cfg", "linux")
        .pieces(2)
        .build()
        .bytes();
  }

  @MethodSource("soundImages")
  @FuzzTest(maxDuration = "10m")
  void readsAnyBytes(byte[] descriptorsAndMore) throws IOException {
    byte[] bytes = Arrays.copyOf(new byte[SYSTEM_AREA], SYSTEM_AREA + descriptorsAndMore.length);
    System.arraycopy(descriptorsAndMore, 0, bytes, SYSTEM_AREA, descriptorsAndMore.length);
    look(bytes);
  }

  @Test
  void failsOnlyWithABadImage() {
    Property.tries(3000)
        .hold(draw -> {
          byte[] bytes = image(draw.of(Names.values()));
          Random random = draw.random();
          for (int i = random.nextInt(1, 20); i > 0; i--) {
            int place = random.nextInt(SYSTEM_AREA, bytes.length);
            // NULs are mostly left alone, because nothing reads them.
            if (bytes[place] != 0 || random.nextInt(20) == 0) {
              bytes[place] = (byte) random.nextInt();
            }
          }
          look(bytes);
        });
  }

  private static void look(byte[] bytes) throws IOException {
    ImageFile file = new ImageFile(Path.of("fuzz.iso"), "fuzz.iso", 0, bytes.length);
    try (IsoImage image = IsoImage.open(new SeekableInMemoryByteChannel(bytes), file)) {
      IsoWalk.files(image);
      image.find("images/pxeboot/rootfs.img");
    } catch (BadImageException e) {
      // expected
    }
  }
}
