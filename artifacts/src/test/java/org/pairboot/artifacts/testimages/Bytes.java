package org.pairboot.artifacts.testimages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.pairboot.artifacts.format.input.ImageFile;

/** Bytes for tests. */
public final class Bytes {
  private Bytes() {}

  /** {@code parts} one behind the other. */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** {@code count} NULs. */
  public static byte[] zeros(int count) {
    return new byte[count];
  }

  /** {@code bytes} with NULs up to a multiple of {@code alignment}. */
  public static byte[] padded(byte[] bytes, int alignment) {
    return Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, alignment) * alignment);
  }

  /** {@code count} bytes that no compression shortens, always the same for a seed. */
  public static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Bytes i mod 251. */
  public static byte[] pattern(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i % 251);
    }
    return bytes;
  }

  /** A file below {@code directory} with these bytes. */
  public static ImageFile file(Path directory, String name, byte[] bytes) throws IOException {
    return ImageFile.of(Files.write(directory.resolve(name), bytes)).named(name);
  }
}
