package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.BufferOutput;

/** Appends to a file, with a buffer for small pieces. Does not close the file. */
final class FileOutput extends BufferOutput {
  private static final int BUFFER = 256 << 10;
  private static final int LARGE = 64 << 10;

  private final FileChannel file;
  private final LongConsumer written;
  private final ByteBuffer pending = ByteBuffer.allocateDirect(BUFFER);

  /**
   * @param written receives the position in the file after each write
   */
  FileOutput(FileChannel file, LongConsumer written) {
    this.file = file;
    this.written = written;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (bytes.isDirect() && bytes.remaining() >= LARGE) {
      flush();
      append(bytes);
      return;
    }
    while (bytes.hasRemaining()) {
      if (!pending.hasRemaining()) {
        flush();
      }
      int count = Math.min(bytes.remaining(), pending.remaining());
      pending.put(pending.position(), bytes, bytes.position(), count);
      pending.position(pending.position() + count);
      bytes.position(bytes.position() + count);
    }
  }

  @Override
  public void flush() throws IOException {
    append(pending.flip());
    pending.clear();
  }

  private void append(ByteBuffer bytes) throws IOException {
    if (bytes.hasRemaining()) {
      writeFully(file, bytes);
      written.accept(file.position());
    }
  }

  static void writeFully(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
