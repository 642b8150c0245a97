package org.pairboot.artifacts.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pairboot.artifacts.content.DiskSpace;

/**
 * Room that a store keeps, so that images can be removed from a full disk: a removal writes a new
 * index before it deletes anything. Several files, because inodes run out as well. Used by the
 * holder of the store's lock.
 */
public final class Reserve {
  private static final int FILES = 4;

  /** A removal writes the index, what the store knows for itself, and which blobs will go. */
  private static final int DOCUMENTS = 3;

  private static final int SMALLEST = 256 << 10;
  private static final int BUFFER = 64 << 10;

  private final StoreDirectory directory;

  public Reserve(StoreDirectory directory) {
    this.directory = directory;
  }

  private List<Path> files() {
    return IntStream.range(0, FILES)
        .mapToObj(i -> directory.own().resolve("reserve." + i))
        .toList();
  }

  /** Makes sure that there is a reserve, as far as the disk has room for it. */
  public void keep() {
    try {
      long size = size() / FILES;
      for (Path file : files()) {
        if (!Files.exists(file) || Files.size(file) < size) {
          fill(file, size);
        }
      }
    } catch (IOException e) {
      // Without a reserve, everything else works.
    }
  }

  /** Grows in leaps, as a store does that gets an image now and then. */
  private long size() throws IOException {
    long documents = 0;
    for (Path file : List.of(directory.index(), directory.state())) {
      documents += Files.exists(file) ? Files.size(file) : 0;
    }
    return Math.max(SMALLEST, Long.highestOneBit(DOCUMENTS * documents) * 2);
  }

  /** With bytes for which no file system saves room: neither zeros nor the same in two files. */
  private void fill(Path file, long size) throws IOException {
    Disk disk = directory.disk();
    Path draft = directory.draftOf(file);
    disk.delete(draft);
    byte[] bytes = new byte[BUFFER];
    SplittableRandom random = new SplittableRandom(file.hashCode());
    try (FileChannel channel = disk.create(draft)) {
      for (long left = size; left > 0; left -= BUFFER) {
        random.nextBytes(bytes);
        disk.write(channel, ByteBuffer.wrap(bytes, 0, (int) Math.min(left, BUFFER)));
      }
      // File systems find the room for a file when they write it out.
      disk.sync(channel);
    } catch (IOException e) {
      disk.delete(draft);
      throw e;
    }
    disk.rename(draft, file);
  }

  /** What may need the reserve. */
  @FunctionalInterface
  public interface Removal<T> {
    T run() throws IOException;
  }

  /** Runs {@code removal}, on a full disk with the room that was kept, and keeps some again. */
  public <T> T lend(Removal<T> removal) throws IOException {
    T result;
    try {
      result = removal.run();
    } catch (IOException e) {
      if (!isFull(e) || !release()) {
        throw e;
      }
      result = removal.run();
    }
    keep();
    return result;
  }

  private static boolean isFull(IOException failure) {
    return failure instanceof StoreException known
        ? known.kind() == StoreException.Kind.DISK_FULL
        : DiskSpace.isFull(failure);
  }

  /** Returns whether there was any. */
  private boolean release() throws IOException {
    List<Path> kept = files().stream().filter(Files::exists).toList();
    for (Path file : kept) {
      directory.disk().delete(file);
    }
    return !kept.isEmpty();
  }
}
