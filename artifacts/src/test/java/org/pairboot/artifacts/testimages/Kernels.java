package org.pairboot.artifacts.testimages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.pairboot.artifacts.catalog.Architecture;

/** Kernels without code, whose heads look as those of Linux do. */
public final class Kernels {
  private static final int HEAD = 0x400;

  private Kernels() {}

  /** A bzImage for x86_64 with an EFI stub; {@code text} makes it differ from others. */
  public static byte[] bzImage(String text) {
    byte[] rest = text.getBytes(StandardCharsets.UTF_8);
    int paragraphs = Math.ceilDiv(rest.length, 16);
    ByteBuffer kernel = head(HEAD + paragraphs * 16);
    portableExecutable(kernel, 0x8664);
    kernel.put(0x1F1, (byte) 1).putInt(0x1F4, paragraphs).putShort(0x1FE, (short) 0xAA55);
    put(kernel, 0x202, "HdrS");
    kernel.putShort(0x206, (short) 0x20F).putShort(0x20E, (short) 0x180);
    kernel.put(0x211, (byte) 1).putShort(0x236, (short) 0x3F);
    put(kernel, 0x380, "6.12.48-test (builder@host)");
    return kernel.put(HEAD, rest).array();
  }

  /** A kernel for {@code architecture}, which is x86_64, aarch64, riscv64, s390x or arm. */
  public static byte[] of(Architecture architecture, String text) {
    if (architecture == Architecture.X86_64) {
      return bzImage(text);
    }
    int size = architecture == Architecture.S390X ? 0x10010 : HEAD;
    byte[] rest = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer kernel = head(size + rest.length).put(size, rest);
    switch (architecture) {
      case AARCH64 -> {
        portableExecutable(kernel, 0xAA64);
        put(kernel, 56, "ARMd");
      }
      case RISCV64 -> {
        portableExecutable(kernel, 0x5064);
        put(kernel, 56, "RSC\u0005");
      }
      case S390X -> put(kernel, 0x10008, "S390EP");
      case ARM -> kernel.putInt(36, 0x016F2818);
      default -> throw new IllegalArgumentException("no kernel for " + architecture);
    }
    return kernel.array();
  }

  private static ByteBuffer head(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void portableExecutable(ByteBuffer kernel, int machine) {
    put(kernel, 0, "MZ");
    kernel.putInt(0x3C, 0x40);
    put(kernel, 0x40, "PE");
    kernel.putShort(0x44, (short) machine);
  }

  private static void put(ByteBuffer kernel, int offset, String text) {
    kernel.put(offset, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
