package org.pairboot.artifacts.format.streamhash;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.IntConsumer;
import org.pairboot.artifacts.content.Sha256;

/** Hashes parts of a file, with one buffer for all of them. Not thread-safe. */
final class ChunkReader {
  /** Small enough that the buffers of all threads fit into the second-level cache. */
  private static final int BUFFER = 128 * 1024;

  private final FileChannel channel;
  private final String name;
  private final MessageDigest digest = Sha256.newDigest();
  // Off the heap, because the JDK copies what it reads into an array through such a buffer.
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  /**
   * @param name of the file in error messages
   */
  ChunkReader(FileChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  /**
   * The digest, in hex, of {@code length} bytes from {@code start}; {@code progress} receives the
   * number of bytes of each step.
   */
  String digest(long start, long length, IntConsumer progress) throws IOException {
    long position = start;
    long end = start + length;
    while (position < end) {
      buffer.clear().limit((int) Math.min(BUFFER, end - position));
      int count = channel.read(buffer, position);
      if (count < 0) {
        throw new EOFException(name + " was truncated while it was being read");
      }
      digest.update(buffer.flip());
      position += count;
      progress.accept(count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
