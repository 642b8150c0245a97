package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pairboot.artifacts.content.BulkStream;
import org.pairboot.artifacts.format.input.FileInput;

/**
 * Decodes what {@code lzop} writes, as {@code lib/decompress_unlzo.c} of Linux does: a header, then
 * blocks, and a block of length 0 at the end. Like the kernel, it does not look at the checksums.
 */
final class LzopStream extends BulkStream {
  private static final byte[] MAGIC = {(byte) 0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a};

  /** Since this version of lzop, the header has more fields. */
  private static final int VERSION_WITH_LEVEL = 0x0940;

  private static final int MAX_BLOCK = 256 << 10;

  // Flags of the header: a filter, and checksums of blocks before and after they are compressed.
  private static final int ADLER32_PLAIN = 0x1;
  private static final int ADLER32_COMPRESSED = 0x2;
  private static final int CRC32_PLAIN = 0x100;
  private static final int CRC32_COMPRESSED = 0x200;
  private static final int FILTER = 0x800;

  private final FileInput in;
  private final String label;
  private final int flags;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private boolean ended;

  LzopStream(FileInput in, String label) throws IOException {
    this.in = in;
    this.label = label;
    if (!Arrays.equals(bytes(MAGIC.length), MAGIC)) {
      throw in.bad(label + " has a corrupt header: it is not what lzop writes");
    }
    int version = number(2);
    boolean hasLevel = version >= VERSION_WITH_LEVEL;
    // The version of the library, the version that is needed, the method and the level.
    bytes(hasLevel ? 2 + 2 + 1 + 1 : 2 + 1);
    this.flags = number(4);
    // The filter, the mode and the time of the file.
    bytes((has(FILTER) ? 4 : 0) + 4 + 4 + (hasLevel ? 4 : 0));
    bytes(number(1) + 4);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (!block.hasRemaining()) {
      if (ended) {
        return -1;
      }
      readBlock();
    }
    int count = Math.min(length, block.remaining());
    block.get(target, offset, count);
    return count;
  }

  private void readBlock() throws IOException {
    int plain = number(4);
    if (plain == 0) {
      ended = true;
      return;
    }
    int packed = number(4);
    if (plain < 0 || plain > MAX_BLOCK || packed <= 0 || packed > plain) {
      throw corrupt();
    }
    bytes((has(ADLER32_PLAIN) ? 4 : 0) + (has(CRC32_PLAIN) ? 4 : 0));
    if (packed == plain) {
      block = ByteBuffer.wrap(bytes(plain));
      return;
    }
    bytes((has(ADLER32_COMPRESSED) ? 4 : 0) + (has(CRC32_COMPRESSED) ? 4 : 0));
    byte[] decoded = new byte[plain];
    try {
      Lzo1x.decode(bytes(packed), packed, decoded);
    } catch (Lzo1x.CorruptException e) {
      throw corrupt();
    }
    block = ByteBuffer.wrap(decoded);
  }

  private IOException corrupt() {
    return in.bad(label + " is corrupt near offset " + in.position());
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** A big-endian number of {@code size} bytes. */
  private int number(int size) throws IOException {
    int number = 0;
    for (byte b : bytes(size)) {
      number = number << 8 | (b & 0xff);
    }
    return number;
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw in.endsWithin(label);
    }
    return bytes;
  }
}
