package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.pairboot.artifacts.content.BulkStream;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.input.FileInput;

/**
 * Decodes exactly one gzip member (RFC 1952). {@code GZIPInputStream} would continue with the next
 * one, and it reads past the end of the last.
 */
final class GzipStream extends BulkStream {
  private static final int HEADER = 10;
  private static final int DEFLATE = 8;
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int FLAGS_RESERVED = 0xe0;

  private final FileInput in;
  private final String label;
  private final long start;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean ended;

  GzipStream(FileInput in, String label, Consumer<Finding> findings) throws IOException {
    this.in = in;
    this.label = label;
    this.start = in.position();
    try {
      readHeader(findings);
    } catch (IOException e) {
      inflater.end();
      throw e;
    }
  }

  private void readHeader(Consumer<Finding> findings) throws IOException {
    byte[] header = new byte[HEADER];
    if (in.readNBytes(header, 0, HEADER) < HEADER) {
      throw in.endsWithin(label);
    }
    int flags = header[3] & 0xff;
    if (header[2] != DEFLATE || (flags & FLAGS_RESERVED) != 0) {
      throw in.bad(label + " has a corrupt header");
    }
    if ((flags & (FLAG_HEADER_CRC | FLAG_EXTRA | FLAG_COMMENT)) != 0) {
      findings.accept(
          new Finding(
              start,
              label
                  + " has header fields (extra, comment or header CRC) that the kernel does not"
                  + " support: compress it with plain gzip -n"));
    }
    if ((flags & FLAG_EXTRA) != 0) {
      int length = require() | require() << 8;
      if (in.skip(length) < length) {
        throw in.endsWithin(label);
      }
    }
    for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
      while ((flags & flag) != 0 && require() != 0) {
        // skips text up to its NUL
      }
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      require();
      require();
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        crc.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        ended = true;
        readTrailer();
      } else if (inflater.needsDictionary()) {
        throw in.bad(label + " needs a preset dictionary");
      } else {
        ByteBuffer more = in.buffered();
        if (!more.hasRemaining()) {
          throw in.endsWithin(label);
        }
        // The inflater advances the buffer by exactly what it consumes, so the end is exact.
        inflater.setInput(more);
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw in.bad(label + " is corrupt near offset " + in.position() + ": " + e.getMessage());
    }
  }

  private void readTrailer() throws IOException {
    long expectedCrc = littleEndian();
    long expectedSize = littleEndian();
    if (expectedCrc != crc.getValue()
        || expectedSize != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw in.bad("wrong checksum of " + label + ", which ends at offset " + in.position());
    }
  }

  private long littleEndian() throws IOException {
    return require() | require() << 8 | require() << 16 | (long) require() << 24;
  }

  private int require() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw in.endsWithin(label);
    }
    return next;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
