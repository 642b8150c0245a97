package org.pairboot.artifacts.format.split;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.LivePaths;
import org.pairboot.artifacts.format.split.SplitRanges.ByteRange;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * Puts an initramfs together from members of an image and new ones. Keeps the NULs between members
 * that stay neighbours, and adds those that the kernel's rules ask for.
 */
final class InitramfsBuilder {
  private static final int ALIGNMENT = 4;

  private final FileChannel source;
  private final ImageFile image;
  private final FileChannel target;
  private final LongConsumer progress;
  private Compression last = Compression.NONE;
  private int nextIndex;
  private long sourceEnd;

  InitramfsBuilder(FileChannel source, ImageFile image, FileChannel target, LongConsumer progress) {
    this.source = source;
    this.image = image;
    this.target = target;
    this.progress = progress;
  }

  /** Adds {@code member} as it is. */
  void keep(Member member) throws IOException {
    if (member.index() == nextIndex) {
      zeros(member.offset() - sourceEnd);
    }
    separate(member.compression());
    Copies.transfer(source, image, new ByteRange(member.offset(), member.end()), target, progress);
    last = member.compression();
    nextIndex = member.index() + 1;
    sourceEnd = member.end();
  }

  /** Starts a new, uncompressed member. The caller finishes the writer and then the stream. */
  OutputStream startMember() throws IOException {
    separate(Compression.NONE);
    last = Compression.NONE;
    return new BufferedOutputStream(Channels.newOutputStream(target));
  }

  /** Adds the member with the cookies, so that the length becomes a multiple of 4. */
  void finish(String version, StreamHash rootfs, long mtime) throws IOException {
    OutputStream out = startMember();
    NewcWriter writer = new NewcWriter(out);
    writer.directory("etc", mtime);
    byte[] cookie = (version + "\n").getBytes(StandardCharsets.US_ASCII);
    writer.file(LivePaths.INITRAMFS_COOKIE, mtime, cookie);
    writer.file(LivePaths.WANT_ROOTFS, mtime, rootfs.format());
    writer.finish();
    out.flush();
  }

  /** The NULs that must stand between what was written last and a member of this compression. */
  private void separate(Compression next) throws IOException {
    if (last == Compression.LZ4) {
      // The end of an lz4 member is four NULs, or the end of the buffer.
      zeros(ALIGNMENT);
    }
    if (last == Compression.NONE || next == Compression.NONE) {
      zeros(-target.position() & (ALIGNMENT - 1));
    }
  }

  private void zeros(long count) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(count, 64 << 10));
    for (long left = count; left > 0; left -= zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), left));
      Copies.writeFully(target, zeros);
    }
  }
}
