package org.pairboot.it.lab;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Kernels without code: a head by which Linux kernels are recognised, and a text. */
public final class TestKernel {
  private static final int HEAD = 0x400;

  private TestKernel() {}

  /** A bzImage for x86_64; {@code text} makes it differ from others. */
  public static byte[] x86(String text) {
    byte[] kernel = kernel(text);
    ByteBuffer head = ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort(0x1FE, (short) 0xAA55).put(0x202, TestImage.ascii("HdrS"));
    // The protocol, whose version has flags, and the flag of an entry point with 64 bits.
    head.putShort(0x206, (short) 0x20F).putShort(0x236, (short) 1);
    return kernel;
  }

  /** An uncompressed kernel for aarch64. */
  public static byte[] arm64(String text) {
    byte[] kernel = kernel(text);
    ByteBuffer.wrap(kernel).put(56, TestImage.ascii("ARMd"));
    return kernel;
  }

  /** A compressed kernel for aarch64 that unpacks itself as an EFI program. */
  public static byte[] zboot(String text) {
    byte[] kernel = kernel(text);
    ByteBuffer head = ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN);
    head.put(0, TestImage.ascii("MZ")).put(4, TestImage.ascii("zimg")).putInt(0x3C, 0x40);
    head.put(0x40, TestImage.ascii("PE")).putShort(0x44, (short) 0xAA64);
    return kernel;
  }

  private static byte[] kernel(String text) {
    byte[] rest = text.getBytes(StandardCharsets.UTF_8);
    byte[] kernel = new byte[HEAD + rest.length];
    System.arraycopy(rest, 0, kernel, HEAD, rest.length);
    return kernel;
  }
}
