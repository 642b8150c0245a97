package org.pairboot.artifacts.format.split;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.artifacts.content.BulkStream;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.cpio.NewcHeader;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.format.live.LivePaths;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.streamhash.FileStreamHasher;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * Writes a rootfs in the form that builds have produced since August 2020: the root file system
 * first, so that its data is at offset 124, then the install images, then the cookie. Install
 * images that arrive before the root file system wait in a spool file.
 */
final class RootfsBuilder implements AutoCloseable {
  private static final int BUFFER = 256 << 10;
  private static final int PERMISSIONS = 07777;

  /** Real images have two. */
  private static final int MAX_SPOOLED = 1000;

  private final FileChannel target;
  private final FileChannel spool;
  private final FileStreamHasher hasher;
  private final OutputStream out;
  private final NewcWriter writer;
  private final List<Spooled> spooled = new ArrayList<>();
  private long mtime;
  private long rootSize;

  RootfsBuilder(FileChannel target, FileChannel spool) {
    this.target = target;
    this.spool = spool;
    this.hasher = new FileStreamHasher(target);
    this.out = new FileOutput(target, hasher::written);
    this.writer = new NewcWriter(out);
  }

  private record Spooled(String name, NewcHeader header, long offset) {}

  void root(NewcEntry entry, InputStream data) throws IOException {
    mtime = entry.header().mtime();
    rootSize = entry.size();
    writer.file(entry.path(), plain(entry), data);
  }

  void osmet(NewcEntry entry, InputStream data) throws IOException {
    if (writer.position() > 0) {
      writer.file(entry.path(), plain(entry), data);
      return;
    }
    if (spooled.size() == MAX_SPOOLED) {
      throw new IOException(
          "the image has more than " + MAX_SPOOLED + " install images before its root file system");
    }
    spooled.add(new Spooled(entry.path(), plain(entry), spool.position()));
    byte[] buffer = new byte[BUFFER];
    for (int n = data.read(buffer); n >= 0; n = data.read(buffer)) {
      FileOutput.writeFully(spool, ByteBuffer.wrap(buffer, 0, n));
    }
  }

  /** The SHA-256 of the root file system, which is read again for this. */
  Sha256 rootDigest() throws IOException {
    out.flush();
    MessageDigest digest = Sha256.newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (long done = 0; done < rootSize; done += buffer.limit()) {
      buffer.clear().limit((int) Math.min(BUFFER, rootSize - done));
      int count = target.read(buffer, RootfsFacts.ROOT_DATA_OFFSET + done);
      if (count < 0) {
        throw new EOFException("the new rootfs was truncated while it was being written");
      }
      digest.update(buffer.flip());
    }
    return Sha256.from(digest);
  }

  /** Writes the rest, and returns the stream-hash of the rootfs. */
  StreamHash finish(String version) throws IOException {
    for (Spooled file : spooled) {
      NewcHeader header = file.header();
      writer.file(file.name(), header, new FileStretch(spool, file.offset(), header.fileSize()));
    }
    writer.directory("etc", mtime);
    byte[] cookie = (version + "\n").getBytes(StandardCharsets.US_ASCII);
    writer.file(LivePaths.ROOTFS_COOKIE, mtime, cookie);
    writer.finish();
    out.flush();
    checkMagic();
    return hasher.finish(target.position());
  }

  @Override
  public void close() {
    hasher.close();
  }

  private static NewcHeader plain(NewcEntry entry) {
    NewcHeader header = entry.header();
    return NewcHeader.file((int) header.mode() & PERMISSIONS, header.mtime(), header.fileSize());
  }

  /** Builds make the same check, because an ISO mounts the root file system at this offset. */
  private void checkMagic() throws IOException {
    ByteBuffer start = ByteBuffer.allocate(FileSystemType.PROBE_LENGTH);
    target.read(start, RootfsFacts.ROOT_DATA_OFFSET);
    if (FileSystemType.of(start.array()) == FileSystemType.UNKNOWN) {
      throw new IOException(
          "the root file system is not at offset "
              + RootfsFacts.ROOT_DATA_OFFSET
              + " of the new rootfs");
    }
  }

  /** A range of a file, read without using its position. Does not close the file. */
  private static final class FileStretch extends BulkStream {
    private final FileChannel file;
    private final long end;
    private long position;

    FileStretch(FileChannel file, long start, long length) {
      this.file = file;
      this.position = start;
      this.end = start + length;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position == end) {
        return -1;
      }
      int wanted = (int) Math.min(length, end - position);
      int count = file.read(ByteBuffer.wrap(target, offset, wanted), position);
      position += Math.max(count, 0);
      return count;
    }
  }
}
