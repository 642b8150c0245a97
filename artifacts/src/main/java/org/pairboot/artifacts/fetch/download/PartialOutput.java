package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.fetch.transport.TransferException;

/**
 * Appends to a partial file. Nothing is held back in memory: what has arrived is kept, however the
 * process ends.
 */
final class PartialOutput extends OutputStream {
  private final FileChannel channel;
  private final Path file;
  private final StreamWatch watch;
  private final LongConsumer progress;

  PartialOutput(FileChannel channel, Path file, StreamWatch watch, LongConsumer progress) {
    this.channel = channel;
    this.file = file;
    this.watch = watch;
    this.progress = progress;
  }

  @Override
  public void write(int b) throws TransferException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws TransferException {
    watch.arrived(length);
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw DiskTrouble.of(file, e);
    }
    progress.accept(watch.size());
  }

  @Override
  public void close() throws TransferException {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskTrouble.of(file, e);
    }
  }
}
