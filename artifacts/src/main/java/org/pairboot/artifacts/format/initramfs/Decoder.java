package org.pairboot.artifacts.format.initramfs;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.input.FileInput;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.SingleXZInputStream;

/**
 * Unpacks one compressed member. Reads exactly to the end of the member and no further, so that the
 * next one is found where it starts.
 */
abstract class Decoder implements Closeable {
  /** Enough for a dictionary of 128 MiB; the largest preset, {@code xz -9}, uses 64 MiB. */
  private static final int MAX_MEMORY_KIB = 160 << 10;

  /** The most that the rest of a walk needs. */
  private static final int RESERVED_KIB = 24 << 10;

  private static final int XZ_CHECK_BYTE = 7;
  private static final int XZ_CHECK_CRC32 = 1;

  /** An empty buffer of a kind that {@link #read} accepts. */
  abstract ByteBuffer newBuffer(int capacity);

  /** Fills {@code target}, which is empty; returns the number of bytes, or -1 at the end. */
  abstract int read(ByteBuffer target) throws IOException;

  /** Opens the decoder for {@code member}, which starts at the position of {@code in}. */
  static Decoder open(FileInput in, Member.Start member, Consumer<Finding> findings)
      throws IOException {
    return member.compression() == Compression.ZSTD
        ? new ZstdDecoder(in, member.label())
        : new OfStream(stream(in, member, findings));
  }

  /**
   * How much memory an xz or lzma decoder may use. Its dictionary lies in the heap, so a heap that
   * is too small must lead to an error message and not to an OutOfMemoryError.
   */
  static int memoryLimitKib(long maxHeapBytes) {
    return Math.clamp(maxHeapBytes / 1024 - RESERVED_KIB, 1, MAX_MEMORY_KIB);
  }

  static int memoryLimitKib() {
    return memoryLimitKib(Runtime.getRuntime().maxMemory());
  }

  private static InputStream stream(FileInput in, Member.Start member, Consumer<Finding> findings)
      throws IOException {
    String label = member.label();
    return switch (member.compression()) {
      case GZIP -> new GzipStream(in, label, findings);
      case XZ -> {
        checkXz(in, member, findings);
        yield new SingleXZInputStream(new Unclosed(in), memoryLimitKib());
      }
      case BZIP2 -> new BZip2CompressorInputStream(new Unclosed(in), false);
      case LZMA -> new LZMAInputStream(new Unclosed(in), memoryLimitKib());
      case LZ4 -> new Lz4LegacyStream(in, label);
      case LZO -> new LzopStream(in, label);
      case NONE, ZSTD -> throw new IllegalArgumentException("not a stream");
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
                  + " has a checksum type that the kernel does not support: compress it with"
                  + " xz --check=crc32"));
    }
  }

  /** A decoder that is a stream, so its bytes pass through the heap. */
  private static final class OfStream extends Decoder {
    private final InputStream stream;

    OfStream(InputStream stream) {
      this.stream = stream;
    }

    @Override
    ByteBuffer newBuffer(int capacity) {
      return ByteBuffer.allocate(capacity);
    }

    @Override
    @SuppressWarnings("ByteBufferBackingArray") // one of newBuffer, whose array begins with it
    int read(ByteBuffer target) throws IOException {
      int count = stream.read(target.array(), 0, target.capacity());
      target.position(Math.max(count, 0));
      return count;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /** Closing a library's decoder must not close the file, which belongs to the walker. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // the walker closes the file
    }
  }
}
