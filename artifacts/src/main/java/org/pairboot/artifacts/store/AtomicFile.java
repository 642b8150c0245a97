package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Replaces small files in one step. The caller holds the store's lock. */
record AtomicFile(StoreLayout layout, Disk disk) {

  /** After this, and after any crash within it, {@code file} is the old or the new one. */
  void replace(Path file, byte[] bytes) throws IOException {
    Path draft = layout.draftOf(file);
    disk.delete(draft);
    try {
      write(draft, bytes);
      disk.rename(draft, file);
    } catch (IOException e) {
      deleteAfter(e, draft);
      throw e;
    }
    disk.syncDirectory(file.getParent());
  }

  /** Writes a new file and brings it to stable storage. */
  void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = disk.create(file)) {
      disk.write(channel, ByteBuffer.wrap(bytes));
      disk.sync(channel);
    } catch (IOException e) {
      throw Failures.of(layout.root(), e, bytes.length);
    }
  }

  /** On a full disk, what is half written holds the last bytes. */
  private void deleteAfter(IOException failure, Path draft) {
    try {
      disk.delete(draft);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
