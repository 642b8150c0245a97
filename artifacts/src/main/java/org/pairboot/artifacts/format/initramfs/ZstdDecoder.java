package org.pairboot.artifacts.format.initramfs;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.pairboot.artifacts.format.input.FileInput;

/**
 * Decodes exactly one zstd frame (RFC 8878). The library reads no byte past the frame and works
 * between buffers off the heap; for a root file system that hardly compresses, copies through the
 * heap would take as long as decoding. The header is checked here first:
 *
 * <pre>
 * magic 4 | descriptor 1 | window 0-1 | dictionary 0-4 | content size 0-8 | block... | checksum 0-4
 * </pre>
 */
final class ZstdDecoder extends Decoder {
  /** The largest window that the kernel's decoder (ZSTD_WINDOWLOG_MAX 27) and zstd-jni accept. */
  static final long MAX_WINDOW = 128L << 20;

  private static final int MAGIC = 0xfd2fb528;
  private static final int FIXED = 5;
  private static final int MAX_HEADER = 18;

  private final FileInput in;
  private final String label;
  private final ZstdDecompressCtx context;
  private boolean ended;

  /** Decodes the frame at the position of {@code in}. */
  ZstdDecoder(FileInput in, String label) throws IOException {
    this.in = in;
    this.label = label;
    long start = in.position();
    checkHeader();
    in.seek(start);
    this.context = new ZstdDecompressCtx();
  }

  private void checkHeader() throws IOException {
    byte[] header = new byte[MAX_HEADER];
    take(header, 0, FIXED);
    int descriptor = header[4] & 0xff;
    if (littleEndian(header, 0, 4) != Integer.toUnsignedLong(MAGIC) || (descriptor & 8) != 0) {
      throw in.bad(label + " has a corrupt header");
    }
    boolean singleSegment = (descriptor & 0x20) != 0;
    int dictionarySize = new int[] {0, 1, 2, 4}[descriptor & 3];
    int contentSize = new int[] {singleSegment ? 1 : 0, 2, 4, 8}[descriptor >> 6];
    int windowSize = singleSegment ? 0 : 1;
    take(header, FIXED, windowSize + dictionarySize + contentSize);
    if (littleEndian(header, FIXED + windowSize, dictionarySize) != 0) {
      throw in.bad(label + " needs a dictionary");
    }
    long content = littleEndian(header, FIXED + windowSize + dictionarySize, contentSize);
    long window = singleSegment ? content : window(header[FIXED] & 0xff);
    if (window < 0 || window > MAX_WINDOW) {
      throw in.bad(
          label
              + " needs a window of more than "
              + (MAX_WINDOW >> 20)
              + " MiB, which the kernel does not support: compress it without --long and --ultra");
    }
  }

  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private void take(byte[] header, int at, int count) throws IOException {
    if (in.readNBytes(header, at, count) < count) {
      throw in.endsWithin(label);
    }
  }

  private static long littleEndian(byte[] header, int at, int size) {
    long value = 0;
    for (int i = at + size - 1; i >= at; i--) {
      value = value << 8 | (header[i] & 0xff);
    }
    return value;
  }

  @Override
  ByteBuffer newBuffer(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }

  @Override
  int read(ByteBuffer target) throws IOException {
    while (!ended && target.position() == 0) {
      ByteBuffer packed = in.buffered();
      if (!packed.hasRemaining()) {
        throw in.endsWithin(label);
      }
      ended = context.decompressDirectByteBufferStream(target, packed);
    }
    return target.position() == 0 ? -1 : target.position();
  }

  @Override
  public void close() {
    context.close();
  }
}
