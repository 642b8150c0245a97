package org.pairboot.artifacts.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.image.PartName;

/**
 * Writes one part and hashes it on the way. Unbuffered: write in blocks. Only {@link #finish} makes
 * it a part; closed without that, it is deleted. Not thread-safe.
 *
 * <p>All writing methods throw {@link DiskFull} and the other failures of a store.
 */
public final class PartWriter extends OutputStream implements WritableByteChannel {
  private static final long COPY_STEP = 4 << 20;
  private static final int HASH_STEP = 256 * 1024;

  private final PartName name;
  private final Path file;
  private final Path store;
  private final Disk disk;
  private final Consumer<StagedPart> whenFinished;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.newDigest();
  private long length;
  private boolean finished;

  PartWriter(PartName name, Path file, Path store, Disk disk, Consumer<StagedPart> whenFinished)
      throws IOException {
    this.name = name;
    this.file = file;
    this.store = store;
    this.disk = disk;
    this.whenFinished = whenFinished;
    this.channel = disk.create(file);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b});
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, count));
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    ByteBuffer written = bytes.duplicate();
    try {
      disk.write(channel, bytes);
    } catch (IOException e) {
      throw Failures.of(store, e, bytes.remaining());
    }
    digest.update(written);
    length += count;
    return count;
  }

  /**
   * Appends {@code size} bytes of {@code source} from {@code offset}. The system copies the bytes;
   * they are hashed as they arrived here, so that a source that is changed meanwhile cannot make
   * the digest a lie.
   */
  void copy(FileChannel source, long offset, long size, LongConsumer progress) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(HASH_STEP);
    for (long position = 0; position < size; ) {
      long count;
      try {
        count = disk.copy(source, offset + position, Math.min(COPY_STEP, size - position), channel);
      } catch (IOException e) {
        throw Failures.of(store, e, size - position);
      }
      if (count == 0) {
        throw new IOException("the source became shorter while it was copied");
      }
      hash(length, count, chunk);
      length += count;
      position += count;
      progress.accept(count);
    }
  }

  /** Hashes what is in the file already. */
  private void hash(long position, long count, ByteBuffer chunk) throws IOException {
    long end = position + count;
    while (position < end) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), end - position));
      int read = channel.read(chunk, position);
      if (read < 0) {
        throw new IOException(file + " became shorter while it was written");
      }
      digest.update(chunk.flip());
      position += read;
    }
  }

  /** Brings the part to stable storage and makes it one of its staging's. */
  public StagedPart finish() throws IOException {
    if (finished) {
      throw new IllegalStateException(name + " is finished already");
    }
    try {
      disk.sync(channel);
    } catch (IOException e) {
      throw Failures.of(store, e);
    }
    channel.close();
    StagedPart part = new StagedPart(name, file, length, Sha256.from(digest));
    whenFinished.accept(part);
    finished = true;
    return part;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      disk.delete(file);
    }
  }
}
