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
 * Writes a newc archive, byte for byte as {@code cpio -o -H newc -R root:root --reproducible} of
 * GNU does: upper-case hex, inodes numbered from 0, a trailer with nlink 1, the whole padded with
 * NULs to a multiple of 512 bytes. Does not close the stream it writes to. Not thread-safe.
 */
public final class NewcWriter {
  /** The block size that GNU cpio pads an archive to, in bytes. */
  public static final int BLOCK = 512;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final byte[] ZEROS = new byte[BLOCK];

  private final BufferOutput out;
  private long position;
  private long nextIno;

  /** Writes to {@code out}, whose position is taken as the start of the archive. */
  public NewcWriter(OutputStream out) {
    this.out = BufferOutput.of(out);
  }

  /** The number of bytes written so far. */
  public long position() {
    return position;
  }

  /** A directory of root's. */
  public void directory(String name, long mtime) throws IOException {
    file(name, NewcHeader.directory(mtime), InputStream.nullInputStream());
  }

  /** A file of root's with mode 0644. */
  public void file(String name, long mtime, byte[] data) throws IOException {
    file(name, NewcHeader.file(0644, mtime, data.length), new ByteArrayInputStream(data));
  }

  /**
   * An entry with the next inode number, and all else as {@code header} says; {@code data} must
   * hold exactly as many bytes as the header's size.
   */
  public void file(String name, NewcHeader header, InputStream data) throws IOException {
    copy(name, header.withIno(nextIno++), data);
  }

  /** An entry with the inode number of {@code header}, so that hard links stay together. */
  public void copy(String name, NewcHeader header, InputStream data) throws IOException {
    writeHeader(name, header);
    Data target = new Data(header.fileSize());
    data.transferTo(target);
    if (target.left > 0) {
      throw new IOException("the data of " + NewcNames.shown(name) + " ends too early");
    }
    pad(4);
  }

  /** Ends the archive with the trailer and its padding. */
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
            NewcNames.shown(name) + ": " + field + " does not fit a cpio header (32 bits)");
      }
      text.append(HEX.toHexDigits(field, 8));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    write(bytes, bytes.length);
    write(nameBytes, nameBytes.length);
    write(ZEROS, 1);
    pad(4);
  }

  /** Where the data of one entry goes. */
  private final class Data extends BufferOutput {
    private long left;

    Data(long size) {
      left = size;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      int count = bytes.remaining();
      if (count > left) {
        throw new IOException("more data than the header of a cpio entry says");
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
