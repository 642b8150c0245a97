package org.pairboot.artifacts.format.initramfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Bytes;

class LzopStreamTest {
  /** By lzop 1.04 -9, which uses instructions of each kind. */
  private static final byte[] OF_LZOP =
      Base64.getDecoder()
          .decode(
              "iUxaTwANChoKEEAgoAlAAwkDAAANAACBpGsN5QoAAAAAADZnBAIAAAgAAAAA9Yke/0gTMDdGADEwKQAAAjgxQTQwNA"
                  + "AAK5wAAjA2M0QwIAUBADLgAQh0AHBhaXJib290IHAACXMgbWFjaGluZXMuICAAAACxYQAAIAALAAAJVGhlIGVuZCBv"
                  + "ZiB0SAEOdGV4dCwgd2hpY2ggaGFzIG55K2UCCCBzcAAANmJlZm9yZTogAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGB"
                  + "kaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+PzXlBiwGIW5jDSBtTgw7ICBvjABMJTC8GjkCADEw"
                  + "IBUBAELgAQdUUkFJTEVSISEhILfsCREAAAAAAAA=");

  @TempDir private Path directory;

  @Test
  void readsWhatLzopWrites() throws IOException {
    byte[] unpacked = unpack(OF_LZOP);

    assertThat(unpacked).hasSize(2048);
    assertThat(new String(unpacked, 112, 1000, US_ASCII))
        .isEqualTo("pairboot boots machines. ".repeat(40));
    assertThat(Arrays.copyOfRange(unpacked, 1112, 1412)).containsOnly(0);
    assertThat(new String(unpacked, US_ASCII))
        .contains("pairboot boots machines, once more; ".repeat(5), "TRAILER!!!");
  }

  @Test
  void namesATruncatedFile() {
    for (int length = 2; length < OF_LZOP.length; length++) {
      byte[] cut = Arrays.copyOf(OF_LZOP, length);
      assertThatThrownBy(() -> unpack(cut))
          .isInstanceOf(BadImageException.class)
          .hasMessageContaining("ends in the middle of the initramfs");
    }
  }

  /**
   * The kernel does not look at the checksums, so a change is found only where it breaks a block.
   */
  @Test
  void survivesAnyChangedByte() throws IOException {
    for (int at = 0; at < OF_LZOP.length; at++) {
      for (int change : new int[] {1, 0x80, 0xff}) {
        byte[] changed = OF_LZOP.clone();
        changed[at] ^= (byte) change;
        try {
          unpack(changed);
        } catch (BadImageException e) {
          assertThat(e).hasMessageContaining("the initramfs");
        }
      }
    }
  }

  @Test
  void refusesBlocksLargerThanThoseOfLzop() {
    byte[] large = OF_LZOP.clone();
    int blocks = 38;
    assertThat(Arrays.copyOfRange(large, blocks, blocks + 4)).containsExactly(0, 0, 8, 0);
    large[blocks] = 0x7f;

    assertThatThrownBy(() -> unpack(large)).hasMessageContaining("the initramfs is corrupt");
    assertThatThrownBy(() -> unpack(Bytes.concat(Arrays.copyOf(large, 2), new byte[60])))
        .hasMessageContaining("is not what lzop writes");
  }

  private byte[] unpack(byte[] packed) throws IOException {
    ImageFile file = ImageFile.of(Files.write(directory.resolve("packed"), packed));
    try (FileInput in = FileInput.open(file, read -> {});
        LzopStream stream = new LzopStream(in, "the initramfs")) {
      return stream.readAllBytes();
    }
  }
}
