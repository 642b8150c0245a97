package org.pairboot.artifacts.format.initramfs;

import java.util.Optional;

/** How a member is compressed. The kernel recognizes it by two bytes ({@code lib/decompress.c}). */
public enum Compression {
  NONE("uncompressed", 0x3037),
  GZIP("gzip", 0x1f8b),
  BZIP2("bzip2", 0x425a),
  LZMA("lzma", 0x5d00),
  XZ("xz", 0xfd37),
  LZO("lzo", 0x894c),
  LZ4("lz4", 0x0221),
  ZSTD("zstd", 0x28b5);

  private final String label;
  private final int magic;

  Compression(String label, int magic) {
    this.label = label;
    this.magic = magic;
  }

  /** The name for messages, such as {@code gzip}. */
  public String label() {
    return label;
  }

  /** The compression whose magic is {@code first} and {@code second}, each 0 to 255. */
  public static Optional<Compression> of(int first, int second) {
    int magic = first << 8 | second;
    for (Compression compression : values()) {
      if (compression.magic == magic) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /** Whether any magic begins with {@code first}. */
  static boolean mayBegin(int first) {
    for (Compression compression : values()) {
      if (compression.magic >> 8 == first) {
        return true;
      }
    }
    return false;
  }
}
