package org.pairboot.artifacts.format.cpio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.pairboot.artifacts.format.input.BufferOutput;

/**
 * Writes a newc archive, byte for byte as GNU {@code cpio -o -H newc -R root:root --reproducible}
 * does: upper-case hex, inodes numbered from 0, a trailer with nlink 1, and NULs up to a multiple
 * of 512 bytes. Does not close the underlying stream. Not thread-safe.
 */
public final class NewcWriter {
  /** GNU cpio pads an archive to a multiple of this many bytes. */
  public static final int BLOCK = 512;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final byte[] ZEROS = new byte[BLOCK];

  private final BufferOutput out;
  private long position;
  private long nextIno;

  /** Writes to {@code out}; the archive starts at the current position of that stream. */
  public NewcWriter(OutputStream out) {
    this.out = BufferOutput.of(out);
  }

  /** The number of bytes written so far. */
  public long position() {
    return position;
  }

  /** Writes a directory owned by root. */
  public void directory(String name, long mtime) throws IOException {
    file(name, NewcHeader.directory(mtime), InputStream.nullInputStream());
  }

  /** Writes a regular file owned by root, with mode 0644. */
  public void file(String name, long mtime, byte[] data) throws IOException {
    file(name, NewcHeader.file(0644, mtime, data.length), new ByteArrayInputStream(data));
  }

  /**
   * Writes an entry with {@code header}, but with the next inode number; {@code data} must have
   * exactly the length that the header gives.
   */
  public void file(String name, NewcHeader header, InputStream data) throws IOException {
    copy(name, header.withIno(nextIno++), data);
  }

  /** Writes an entry with the inode number of {@code header}, which preserves hard links. */
  public void copy(String name, NewcHeader header, InputStream data) throws IOException {
    writeHeader(name, header);
    Data target = new Data(header.fileSize());
    data.transferTo(target);
    if (target.left > 0) {
      throw new IOException(
          "the data of " + NewcEntry.quoted(name) + " is shorter than its header says");
    }
    pad(4);
  }

  /** Ends the archive with the trailer and padding. */
  public void finish() throws IOException {
    writeHeader(NewcEntry.TRAILER, new NewcHeader(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0));
    pad(BLOCK);
  }

  private void writeHeader(String name, NewcHeader header) throws IOException {
    byte[] nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
    StringBuilder text = new StringBuilder(NewcHeader.LENGTH).append("070701");
    long[] fields = {
      header.ino(),
      header.mode(),
      header.uid(),
      header.gid(),
      header.nlink(),
      header.mtime(),
      header.fileSize(),
      header.devMajor(),
      header.devMinor(),
      header.rdevMajor(),
      header.rdevMinor(),
      nameBytes.length + 1,
      0
    };
    for (long field : fields) {
      if (field < 0 || field > NewcHeader.MAX_FILE_SIZE) {
        throw new IllegalArgumentException(
            NewcEntry.quoted(name)
                + ": "
                + field
                + " does not fit in a cpio header field (32 bits)");
      }
      text.append(HEX.toHexDigits(field, 8));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    write(bytes, bytes.length);
    write(nameBytes, nameBytes.length);
    write(ZEROS, 1);
    pad(4);
  }

  /** Passes on the data of one entry and counts it. */
  private final class Data extends BufferOutput {
    private long left;

    Data(long size) {
      left = size;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      int count = bytes.remaining();
      if (count > left) {
        throw new IOException("the data of a cpio entry is longer than its header says");
      }
      left -= count;
      position += count;
      out.write(bytes);
    }
  }

  private void pad(int alignment) throws IOException {
    write(ZEROS, (int) (-position & (alignment - 1)));
  }

  private void write(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    position += count;
  }
}
