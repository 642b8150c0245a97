package org.pairboot.artifacts.format.split;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.split.SplitRanges.ByteRange;
import org.pairboot.artifacts.format.streamhash.StreamHasher;

/** Copies ranges of an image to the end of files. Used by one thread. */
final class ImageCopier implements Closeable {
  /** One transfer at a time, so that the progress moves. */
  private static final int STEP = 8 << 20;

  private static final int HASH_BUFFER = 256 << 10;

  private final ImageFile image;
  private final FileChannel source;
  private final LongConsumer progress;

  /**
   * @param progress receives the position in the image after each step
   */
  ImageCopier(ImageFile image, LongConsumer progress) throws IOException {
    this.image = image;
    this.source = FileChannel.open(image.path(), StandardOpenOption.READ);
    this.progress = progress;
  }

  /** Copies {@code range} inside the kernel, without passing through the heap. */
  void copy(ByteRange range, FileChannel target) throws IOException {
    long position = range.start();
    while (position < range.end()) {
      long count =
          source.transferTo(
              image.offset() + position, Math.min(STEP, range.end() - position), target);
      if (count <= 0) {
        throw truncated();
      }
      position += count;
      progress.accept(position);
    }
  }

  /** Copies {@code range} and adds it to {@code hasher}. */
  void copyHashed(ByteRange range, FileChannel target, StreamHasher hasher) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(HASH_BUFFER);
    long position = range.start();
    while (position < range.end()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), range.end() - position));
      int count = source.read(buffer, image.offset() + position);
      if (count < 0) {
        throw truncated();
      }
      hasher.update(buffer.flip());
      FileOutput.writeFully(target, buffer.rewind());
      position += count;
      progress.accept(position);
    }
  }

  private IOException truncated() {
    return new IOException(image.name() + " was truncated while it was being read");
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
