package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.split.SplitRanges.ByteRange;
import org.pairboot.artifacts.format.streamhash.StreamHasher;

/** Copies stretches of an image to the end of a file. */
final class Copies {
  private static final int STEP = 8 << 20;
  private static final int HASH_BUFFER = 256 << 10;

  private Copies() {}

  /** Copies within the kernel, without a copy through the heap. */
  static void transfer(
      FileChannel source,
      ImageFile image,
      ByteRange range,
      FileChannel target,
      LongConsumer progress)
      throws IOException {
    long position = range.start();
    while (position < range.end()) {
      long count =
          source.transferTo(
              image.offset() + position, Math.min(STEP, range.end() - position), target);
      if (count <= 0) {
        throw becameShorter(image);
      }
      position += count;
      progress.accept(position);
    }
  }

  /** Copies and hashes on the way. */
  static void transferHashed(
      FileChannel source,
      ImageFile image,
      ByteRange range,
      FileChannel target,
      StreamHasher hasher,
      LongConsumer progress)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(HASH_BUFFER);
    long position = range.start();
    while (position < range.end()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), range.end() - position));
      int count = source.read(buffer, image.offset() + position);
      if (count < 0) {
        throw becameShorter(image);
      }
      hasher.update(buffer.flip());
      writeFully(target, buffer.rewind());
      position += count;
      progress.accept(position);
    }
  }

  static void writeFully(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  private static IOException becameShorter(ImageFile image) {
    return new IOException(image.name() + " became shorter while it was read");
  }
}
