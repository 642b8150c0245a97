package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is open and mapped while somebody reads it. Counted, not left to the garbage
 * collector, so that the space of a removed image is free as soon as its last transfer ends.
 */
final class SharedFile {
  private final Path path;
  private final long length;
  private final Holds holds;
  private Opened opened;
  private int readers;

  /**
   * @param holds marks the file while it is open
   */
  SharedFile(Path path, long length, Holds holds) {
    this.path = path;
    this.length = length;
    this.holds = holds;
  }

  /** The file as its readers see it. */
  record Opened(FileChannel channel, MemorySegment mapping, Arena arena, Holds.Hold hold) {
    void close() {
      hold.close();
      arena.close();
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing was written, so nothing can be lost by a close that fails.
      }
    }
  }

  Path path() {
    return path;
  }

  long length() {
    return length;
  }

  synchronized Opened acquire() throws IOException {
    if (readers == 0) {
      opened = openAndMap();
    }
    readers++;
    return opened;
  }

  synchronized void release() {
    if (--readers == 0) {
      opened.close();
      opened = null;
    }
  }

  private Opened openAndMap() throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    Arena arena = Arena.ofShared();
    try {
      if (channel.size() < length) {
        throw new IOException(
            path + " has " + channel.size() + " bytes where " + length + " are expected");
      }
      MemorySegment mapping = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
      return new Opened(channel, mapping, arena, holds.hold(path));
    } catch (IOException | RuntimeException e) {
      arena.close();
      channel.close();
      throw e;
    }
  }
}
