package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.pairboot.artifacts.content.BulkStream;
import org.pairboot.artifacts.format.input.FileInput;

/**
 * Decodes the legacy lz4 format ({@code lz4 -l}), the only lz4 format that the kernel supports: a
 * magic, then blocks, each preceded by its length. Nothing marks the end. As in {@code
 * lib/decompress_unlz4.c}, the stream ends with the file or at a block length of 0, which is the
 * start of padding; so only NULs can follow directly.
 */
final class Lz4LegacyStream extends BulkStream {
  private static final int MAGIC = 0x184C2102;
  private static final int MAX_UNPACKED_BLOCK = 8 << 20;
  private static final int MAX_BLOCK = MAX_UNPACKED_BLOCK + MAX_UNPACKED_BLOCK / 255 + 16;

  private final FileInput in;
  private final String label;
  private InputStream block;
  private BlockBytes blockBytes;
  private boolean ended;

  Lz4LegacyStream(FileInput in, String label) throws IOException {
    this.in = in;
    this.label = label;
    if (nextLength() != MAGIC) {
      throw in.bad(label + " has a corrupt header: the kernel supports only the format of lz4 -l");
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (!ended) {
      int count = block == null ? -1 : block.read(target, offset, length);
      if (count >= 0) {
        return count;
      }
      requireWholeBlock();
      openBlock();
    }
    return -1;
  }

  private void requireWholeBlock() throws IOException {
    if (block != null && blockBytes.left > 0) {
      // The decoder mistakes the end of the file for the end of the last sequence.
      if (in.peek() < 0) {
        throw in.endsWithin(label);
      }
      throw in.bad(label + " is corrupt near offset " + in.position() + ": a block ends early");
    }
  }

  private void openBlock() throws IOException {
    long before = in.position();
    int size = nextLength();
    while (size == MAGIC) {
      before = in.position();
      size = nextLength();
    }
    if (size == 0) {
      if (block == null) {
        throw in.endsWithin(label);
      }
      in.seek(before);
      ended = true;
      return;
    }
    if (size < 0 || size > MAX_BLOCK) {
      throw in.bad(
          label
              + " has no valid lz4 block at offset "
              + before
              + ": it is corrupt, or another member follows without NULs in between");
    }
    blockBytes = new BlockBytes(size);
    block = new BlockLZ4CompressorInputStream(blockBytes);
  }

  /** The next four bytes, little-endian; 0 where padding begins. */
  private int nextLength() throws IOException {
    byte[] bytes = new byte[4];
    int count = in.readNBytes(bytes, 0, 4);
    int value =
        (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
    if (count < 4 && value != 0) {
      throw in.endsWithin(label);
    }
    return value;
  }

  /** The compressed bytes of one block. */
  private final class BlockBytes extends InputStream {
    private int left;

    BlockBytes(int size) {
      left = size;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      int next = in.read();
      if (next < 0) {
        throw in.endsWithin(label);
      }
      left--;
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int count = in.read(target, offset, Math.min(length, left));
      if (count < 0) {
        throw in.endsWithin(label);
      }
      left -= count;
      return count;
    }
  }
}
