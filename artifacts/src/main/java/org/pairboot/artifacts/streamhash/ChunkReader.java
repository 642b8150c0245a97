package org.pairboot.artifacts.streamhash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.IntConsumer;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.input.ImageFile;

/** Hashes single chunks of a file, with one buffer for all of them. Not thread-safe. */
final class ChunkReader {
  /** Fits the second-level cache beside what the other processors read. */
  private static final int BUFFER = 128 * 1024;

  private final FileChannel channel;
  private final ImageFile file;
  private final long chunkSize;
  private final MessageDigest digest = Sha256.newDigest();
  // Off the heap: reading into an array goes through a buffer of the JDK's own first.
  private final ByteBuffer buffer;

  ChunkReader(FileChannel channel, ImageFile file, int chunkSize) {
    this.channel = channel;
    this.file = file;
    this.chunkSize = chunkSize;
    this.buffer = ByteBuffer.allocateDirect(Math.min(BUFFER, chunkSize));
  }

  /** The digest of chunk number {@code chunk}; {@code progress} is told the bytes of each step. */
  String digest(long chunk, IntConsumer progress) throws IOException {
    long position = chunk * chunkSize;
    long end = Math.min(position + chunkSize, file.length());
    while (position < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
      int count = channel.read(buffer, file.offset() + position);
      if (count < 0) {
        throw new IOException(file.name() + " became shorter while it was read");
      }
      digest.update(buffer.flip());
      position += count;
      progress.accept(count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
