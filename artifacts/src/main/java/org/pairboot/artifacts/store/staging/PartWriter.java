package org.pairboot.artifacts.store.staging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/**
 * Writes one part and hashes it on the way. Unbuffered: write in blocks. Only {@link #finish} makes
 * it a part; closed without that, it is deleted. When the store's file system fails, all methods
 * throw a {@link StoreException}. Not thread-safe.
 */
public final class PartWriter extends OutputStream implements WritableByteChannel {
  private static final long COPY_STEP = 4 << 20;

  /** Half of the lead over the listeners, so that they have work while the disk writes. */
  private static final long SYNC_STEP = StreamTee.LEAD / 2;

  private final PartName name;
  private final Path file;
  private final StoreDirectory store;
  private final Consumer<StagedPart> whenFinished;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.newDigest();
  private final List<Consumer<ByteBuffer>> listeners = new ArrayList<>();
  private long length;
  private boolean finished;

  /**
   * @param listeners get all bytes in order, possibly on threads of their own
   */
  PartWriter(
      PartName name,
      Path file,
      StoreDirectory store,
      List<Consumer<ByteBuffer>> listeners,
      Consumer<StagedPart> whenFinished)
      throws IOException {
    this.name = name;
    this.file = file;
    this.store = store;
    this.whenFinished = whenFinished;
    this.listeners.add(digest::update);
    this.listeners.addAll(listeners);
    this.channel = store.disk().create(file);
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
      store.disk().write(channel, bytes);
    } catch (IOException e) {
      throw StoreException.of(store.root(), e, bytes.remaining());
    }
    listeners.forEach(listener -> listener.accept(written.duplicate()));
    length += count;
    return count;
  }

  /**
   * Appends {@code size} bytes of {@code source} from {@code offset}. The system copies the bytes,
   * or shares them where the file system can. They are hashed as they arrived here, so the digest
   * is right even if the source changes meanwhile. What has arrived is synced at intervals, so that
   * the disk writes while the processors hash, and not afterwards.
   */
  void copy(FileChannel source, long offset, long size, LongConsumer progress) throws IOException {
    try (StreamTee tee = new StreamTee(channel, length, listeners)) {
      long synced = 0;
      for (long position = 0; position < size; ) {
        long count = copyStep(source, offset + position, size - position);
        length += count;
        position += count;
        tee.advance(count);
        progress.accept(count);
        if (position - synced >= SYNC_STEP) {
          sync();
          synced = position;
        }
      }
      sync();
      tee.finish();
    }
  }

  private long copyStep(FileChannel source, long position, long left) throws IOException {
    long count;
    try {
      count = store.disk().copy(source, position, Math.min(COPY_STEP, left), channel);
    } catch (IOException e) {
      throw StoreException.of(store.root(), e, left);
    }
    if (count == 0) {
      throw new IOException("the source was truncated while it was being copied");
    }
    return count;
  }

  /** Brings the part to stable storage and adds it to its staging. */
  public StagedPart finish() throws IOException {
    if (finished) {
      throw new IllegalStateException(name + " is finished already");
    }
    sync();
    channel.close();
    StagedPart part = new StagedPart(name, file, length, Sha256.from(digest));
    whenFinished.accept(part);
    finished = true;
    return part;
  }

  private void sync() throws IOException {
    try {
      store.disk().sync(channel);
    } catch (IOException e) {
      throw StoreException.of(store.root(), e);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      store.disk().delete(file);
    }
  }
}
