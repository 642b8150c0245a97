package org.pairboot.artifacts.format.initramfs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.input.FileInput;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.SingleXZInputStream;

/**
 * Opens the decoder for a compressed member. Each reads exactly to the member's end and no further,
 * so that the next member is found where it is.
 */
final class Decoders {
  /** For dictionaries of 128 MiB; the largest preset, {@code xz -9}, has 64 MiB. */
  private static final int MOST_MEMORY_KIB = 160 << 10;

  /** What all the rest of a walk needs at most. */
  private static final int RESERVED_KIB = 24 << 10;

  private static final int XZ_CHECK_BYTE = 7;
  private static final int XZ_CHECK_CRC32 = 1;

  private Decoders() {}

  /**
   * How much memory an xz or lzma decoder may take: its dictionary lies in the heap, so a heap that
   * is too small for it must end in a message and not in an error of the virtual machine.
   */
  static int memoryLimitKib(long maxHeapBytes) {
    return Math.clamp(maxHeapBytes / 1024 - RESERVED_KIB, 1, MOST_MEMORY_KIB);
  }

  static int memoryLimitKib() {
    return memoryLimitKib(Runtime.getRuntime().maxMemory());
  }

  static Decoder open(FileInput in, Member.Start member, Consumer<Finding> findings)
      throws IOException {
    return member.compression() == Compression.ZSTD
        ? new ZstdDecoder(in, member.label())
        : Decoder.of(stream(in, member, findings));
  }

  private static InputStream stream(FileInput in, Member.Start member, Consumer<Finding> findings)
      throws IOException {
    String label = member.label();
    return switch (member.compression()) {
      case GZIP -> new GzipStream(in, label, findings);
      case XZ -> {
        checkXz(in, member, findings);
        yield new SingleXZInputStream(new Shield(in), memoryLimitKib());
      }
      case BZIP2 -> new BZip2CompressorInputStream(new Shield(in), false);
      case LZMA -> new LZMAInputStream(new Shield(in), memoryLimitKib());
      case LZ4 -> new Lz4LegacyStream(in, label);
      case LZO ->
          throw in.bad(
              label
                  + " cannot be read (no decoder for lzo here): unpack it with lzop -d and compress"
                  + " it with gzip or zstd");
      case NONE, ZSTD -> throw new IllegalArgumentException("no stream");
    };
  }

  private static void checkXz(FileInput in, Member.Start member, Consumer<Finding> findings)
      throws IOException {
    byte[] head = in.readNBytes(XZ_CHECK_BYTE + 1);
    in.seek(member.offset());
    if (head.length > XZ_CHECK_BYTE && head[XZ_CHECK_BYTE] > XZ_CHECK_CRC32) {
      findings.accept(
          new Finding(
              member.offset(),
              member.label()
                  + " has a checksum that the kernel does not know: compress it with"
                  + " xz --check=crc32"));
    }
  }

  /** Keeps a decoder that is closed from closing the whole file. */
  private static final class Shield extends FilterInputStream {
    Shield(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // the walker closes the file
    }
  }
}
