package org.pairboot.artifacts.format.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/** An open {@link ImageFile}. Positions count from the start of the image. */
public final class FileInput extends ImageInput {
  private static final int BUFFER = 256 * 1024;

  private final ImageFile file;
  private final FileChannel channel;
  private final LongConsumer progress;
  private boolean readPastEnd;
  private Exception failure;

  private FileInput(ImageFile file, FileChannel channel, LongConsumer progress) {
    // A small image needs no large buffer, but at least one byte, so that fill can signal the end.
    // Off the heap, because the JDK copies what it reads into an array through such a buffer.
    super(ByteBuffer.allocateDirect(Math.clamp(file.length(), 1, BUFFER)));
    this.file = file;
    this.channel = channel;
    this.progress = progress;
  }

  /** Opens {@code file}; {@code progress} receives the position after each read. */
  public static FileInput open(ImageFile file, LongConsumer progress) throws IOException {
    return new FileInput(file, FileChannel.open(file.path(), StandardOpenOption.READ), progress);
  }

  @Override
  protected int fill(ByteBuffer target) throws IOException {
    long left = file.length() - filledTo();
    if (left <= 0) {
      readPastEnd = true;
      return -1;
    }
    target.limit((int) Math.min(target.capacity(), left));
    try {
      int count = channel.read(target, file.offset() + filledTo());
      if (count < 0) {
        throw new IOException(file.name() + " was truncated while it was being read");
      }
      progress.accept(filledTo() + count);
      return count;
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** Skips bytes without reading them. */
  @Override
  public long skip(long count) throws IOException {
    if (count <= ready()) {
      return super.skip(count);
    }
    long target = Math.min(position() + count, file.length());
    long skipped = target - position();
    jump(target - filledTo());
    return skipped;
  }

  /** Continues reading at {@code position}. */
  public void seek(long position) {
    jump(position - filledTo());
  }

  /** The file that is read. */
  public ImageFile file() {
    return file;
  }

  /** Whether a read reached past the end, which is the sign of a truncated file. */
  public boolean readPastEnd() {
    return readPastEnd;
  }

  /**
   * Rethrows the exception of a failed read, from the storage or the progress listener; decoders
   * tend to wrap it.
   */
  public void rethrowFailure() throws IOException {
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> {
        // reading did not fail, so the bytes are invalid
      }
    }
  }

  @Override
  public BadImageException bad(String problem) {
    return new BadImageException(file.name(), position(), problem);
  }

  @Override
  public BadImageException endsWithin(String something) {
    long end = file.length();
    return new BadImageException(
        file.name(),
        end,
        "ends in the middle of " + something + ", at offset " + end + ": the file is truncated");
  }

  @Override
  public String place(long position) {
    return "offset " + position;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
