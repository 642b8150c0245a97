package org.pairboot.artifacts.initramfs;

import java.io.IOException;
import org.pairboot.artifacts.input.BulkStream;
import org.pairboot.artifacts.input.FileInput;

/**
 * The compressed bytes of exactly one zstd frame (RFC 8878), for a decoder that would otherwise
 * read on. The end is found from the headers of the frame's blocks as they go by:
 *
 * <pre>
 * magic 4 | descriptor 1 | window 0-1 | dictionary 0-4 | content size 0-8 | block... | checksum 0-4
 * block: header 3 = last (bit 0), type (bits 1-2), size (bits 3-23) | body
 * </pre>
 */
final class ZstdFrame extends BulkStream {
  /** What the kernel's decoder takes at most (ZSTD_WINDOWLOG_MAX 27), and zstd-jni too. */
  static final long MAX_WINDOW = 128L << 20;

  private static final int MAX_BLOCK = 128 << 10;
  private static final int MAX_HEADER = 18;
  private static final int MAGIC = 0xfd2fb528;
  private static final int BLOCK_RLE = 1;
  private static final int BLOCK_RESERVED = 3;

  private final FileInput in;
  private final String label;
  private final byte[] header = new byte[MAX_HEADER];
  private final boolean checksum;
  private int headerLength;
  private int headerRead;
  private int bodyLeft;
  private boolean lastBlock;

  ZstdFrame(FileInput in, String label) throws IOException {
    this.in = in;
    this.label = label;
    int descriptor = readFrameHeader();
    this.checksum = (descriptor & 4) != 0;
  }

  private int readFrameHeader() throws IOException {
    take(5);
    int descriptor = header[4] & 0xff;
    if (littleEndian(0, 4) != Integer.toUnsignedLong(MAGIC) || (descriptor & 8) != 0) {
      throw in.bad(label + " has a broken header");
    }
    boolean singleSegment = (descriptor & 0x20) != 0;
    int dictionarySize = new int[] {0, 1, 2, 4}[descriptor & 3];
    int contentSize = new int[] {singleSegment ? 1 : 0, 2, 4, 8}[descriptor >> 6];
    int windowSize = singleSegment ? 0 : 1;
    take(windowSize + dictionarySize + contentSize);
    if (littleEndian(5 + windowSize, dictionarySize) != 0) {
      throw in.bad(label + " needs a dictionary");
    }
    long content = littleEndian(5 + windowSize + dictionarySize, contentSize);
    long window = singleSegment ? content : window(header[5] & 0xff);
    if (window < 0 || window > MAX_WINDOW) {
      throw in.bad(
          label
              + " needs a window of more than "
              + (MAX_WINDOW >> 20)
              + " MiB, which the kernel refuses: compress it without --long and --ultra");
    }
    return descriptor;
  }

  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (headerRead < headerLength) {
        int count = Math.min(length, headerLength - headerRead);
        System.arraycopy(header, headerRead, target, offset, count);
        headerRead += count;
        return count;
      }
      if (bodyLeft > 0) {
        int count = in.read(target, offset, Math.min(length, bodyLeft));
        if (count < 0) {
          throw in.endsWithin(label);
        }
        bodyLeft -= count;
        return count;
      }
      if (lastBlock) {
        return -1;
      }
      nextBlock();
    }
  }

  private void nextBlock() throws IOException {
    headerLength = 0;
    headerRead = 0;
    take(3);
    int block = (int) littleEndian(0, 3);
    int type = block >> 1 & 3;
    int size = block >> 3;
    if (type == BLOCK_RESERVED || size > MAX_BLOCK) {
      throw in.bad(label + " is damaged near offset " + in.position() + ": no zstd block there");
    }
    lastBlock = (block & 1) != 0;
    bodyLeft = (type == BLOCK_RLE ? 1 : size) + (lastBlock && checksum ? 4 : 0);
  }

  /** Takes bytes into the header, which go to the decoder as they are. */
  private void take(int count) throws IOException {
    if (in.readNBytes(header, headerLength, count) < count) {
      throw in.endsWithin(label);
    }
    headerLength += count;
  }

  private long littleEndian(int at, int size) {
    long value = 0;
    for (int i = at + size - 1; i >= at; i--) {
      value = value << 8 | header[i] & 0xff;
    }
    return value;
  }
}
