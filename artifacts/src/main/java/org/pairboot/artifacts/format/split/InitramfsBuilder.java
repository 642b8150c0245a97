package org.pairboot.artifacts.format.split;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.live.LivePaths;
import org.pairboot.artifacts.format.split.SplitRanges.ByteRange;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * Builds an initramfs from members of an image and new ones. Keeps the NULs between members that
 * stay adjacent, and adds those that the kernel's rules require.
 */
final class InitramfsBuilder {
  private static final int ALIGNMENT = 4;

  private final ImageCopier copier;
  private final FileChannel target;
  private Compression last = Compression.NONE;
  private int nextIndex;
  private long sourceEnd;

  InitramfsBuilder(ImageCopier copier, FileChannel target) {
    this.copier = copier;
    this.target = target;
  }

  /** Adds {@code member} unchanged. */
  void copy(Member member) throws IOException {
    if (member.index() == nextIndex) {
      zeros(member.offset() - sourceEnd);
    }
    separate(member.compression());
    copier.copy(new ByteRange(member.offset(), member.end()), target);
    last = member.compression();
    nextIndex = member.index() + 1;
    sourceEnd = member.end();
  }

  /** Starts a new, uncompressed member. The caller flushes the stream at its end. */
  OutputStream startMember() throws IOException {
    separate(Compression.NONE);
    last = Compression.NONE;
    return new BufferedOutputStream(Channels.newOutputStream(target));
  }

  /** Adds the member with the cookies, which makes the length a multiple of 4. */
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

  /** Adds the NULs that the kernel needs between the last member and one with this compression. */
  private void separate(Compression next) throws IOException {
    if (last == Compression.LZ4) {
      // Four NULs, or the end of the buffer, end an lz4 member.
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
      FileOutput.writeFully(target, zeros);
    }
  }
}
