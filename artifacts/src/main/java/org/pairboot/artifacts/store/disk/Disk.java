package org.pairboot.artifacts.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Every step that changes something on disk, one method each, so that a test can crash a writer
 * before and after each of them.
 */
public interface Disk {

  /** The real disk. */
  static Disk local() {
    return new LocalDisk();
  }

  /** Creates {@code directory}, whose parent exists; harmless if it exists. */
  void makeDirectory(Path directory) throws IOException;

  /** Creates a file for writing and reading; fails if it exists. */
  FileChannel create(Path file) throws IOException;

  /** Writes all of {@code bytes} at the end of {@code file}. */
  void write(FileChannel file, ByteBuffer bytes) throws IOException;

  /** Copies up to {@code count} bytes to the end of {@code target}; returns how many. */
  long copy(FileChannel source, long position, long count, FileChannel target) throws IOException;

  /** Returns when the bytes of {@code file} are on stable storage. */
  void sync(FileChannel file) throws IOException;

  /** Returns when the names in {@code directory} are on stable storage. */
  void syncDirectory(Path directory) throws IOException;

  /** Makes {@code file} read-only for everybody. */
  void protect(Path file) throws IOException;

  /**
   * Gives {@code file} a second name, {@code name}; fails where the file system or its rights do
   * not allow that.
   */
  void link(Path file, Path name) throws IOException;

  /** Moves {@code from} to {@code to} in one step, replacing what is there. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file or an empty directory; harmless if it is gone. */
  void delete(Path path) throws IOException;
}
