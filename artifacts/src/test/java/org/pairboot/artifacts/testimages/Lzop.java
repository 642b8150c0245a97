package org.pairboot.artifacts.testimages;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes files as lzop does, with a simple encoder: it copies runs of one byte from the byte before
 * them, and all else literally.
 */
final class Lzop {
  private static final int BLOCK = 256 << 10;
  private static final int MIN_RUN = 5;

  private Lzop() {}

  static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        new byte[] {
          (byte) 0x89,
          0x4c,
          0x5a,
          0x4f,
          0x00,
          0x0d,
          0x0a,
          0x1a,
          0x0a,
          0x10,
          0x30,
          0x20,
          (byte) 0xa0,
          0x09,
          0x40,
          1,
          5, // versions, method, level
          0,
          0,
          0,
          1, // Adler-32 of plain blocks
          0,
          0,
          (byte) 0x81,
          (byte) 0xa4,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0, // mode, time
          1,
          'x',
          0,
          0,
          0,
          0 // name, checksum
        });
    for (int at = 0; at < bytes.length; at += BLOCK) {
      byte[] plain = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + BLOCK));
      byte[] packed = encode(plain);
      byte[] data = packed.length < plain.length ? packed : plain;
      out.writeBytes(ByteBuffer.allocate(12).putInt(plain.length).putInt(data.length).array());
      out.writeBytes(data);
    }
    out.writeBytes(new byte[4]);
    return out.toByteArray();
  }

  private static byte[] encode(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int literals = 0;
    boolean first = true;
    for (int at = 1; at < plain.length; ) {
      int run = 0;
      while (at + run < plain.length && plain[at + run] == plain[at - 1]) {
        run++;
      }
      int waiting = at - literals;
      if (run < MIN_RUN || (!first && waiting < 4)) {
        at++;
        continue;
      }
      literals(out, plain, literals, waiting, first);
      first = false;
      length(out, 32, run - 2, 31);
      out.write(0);
      out.write(0);
      at += run;
      literals = at;
      at += 1;
    }
    int waiting = plain.length - literals;
    if (!first && waiting > 0 && waiting < 4) {
      // Too few for an instruction of their own: the block is stored as it is.
      return plain;
    }
    if (waiting > 0) {
      literals(out, plain, literals, waiting, first);
    }
    out.writeBytes(new byte[] {0x11, 0, 0});
    return out.toByteArray();
  }

  private static void literals(
      ByteArrayOutputStream out, byte[] plain, int from, int count, boolean first) {
    if (first && count <= 238) {
      out.write(17 + count);
    } else {
      length(out, 0, count - 3, 15);
    }
    out.write(plain, from, count);
  }

  private static void length(ByteArrayOutputStream out, int instruction, int length, int most) {
    if (length <= most) {
      out.write(instruction | length);
      return;
    }
    out.write(instruction);
    int left = length - most;
    while (left > 255) {
      out.write(0);
      left -= 255;
    }
    out.write(left);
  }
}
