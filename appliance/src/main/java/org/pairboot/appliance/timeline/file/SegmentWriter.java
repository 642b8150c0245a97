package org.pairboot.appliance.timeline.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.pairboot.appliance.timeline.event.EventIds;
import org.pairboot.appliance.timeline.file.Segments.Segment;
import org.pairboot.artifacts.content.DirectoryOwner;

/**
 * Writes one series of lines, and keeps within its bounds. Each process begins a file of its own,
 * so that a line which a crash has cut off is the last of a file. Not thread-safe.
 */
final class SegmentWriter {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int BUFFER = 256 * 1024;

  private final Path directory;
  private final Segments segments;
  private final Bounds bounds;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private Optional<Current> current = Optional.empty();

  /**
   * What a series may have.
   *
   * @param bytes of all its files together, compressed or not
   * @param age of the latest line in a file that is kept
   */
  record Bounds(long bytes, Duration age) {
    /** So that a dozen files make up the whole, and deleting one loses little. */
    long segment() {
      return Math.clamp(bytes / 16, 64 * 1024, 16 << 20);
    }
  }

  /** The file that is written. */
  private static final class Current {
    private final FileChannel channel;
    private final Path file;
    private final Instant begun;
    private long bytes;
    private boolean isSynced = true;

    Current(FileChannel channel, Path file, Instant begun) {
      this.channel = channel;
      this.file = file;
      this.begun = begun;
    }
  }

  SegmentWriter(Path directory, String series, Bounds bounds) {
    this.directory = directory;
    this.segments = new Segments(directory, series);
    this.bounds = bounds;
  }

  /**
   * Adds a line.
   *
   * @param id of the line, which becomes the name of the file if it is the first
   * @param line without its end
   */
  void add(String id, byte[] line) throws IOException {
    if (current.isEmpty()) {
      begin(id);
    }
    Current now = current.orElseThrow();
    if (now.bytes > 0
        && (now.bytes + line.length > bounds.segment()
            || Duration.between(now.begun, EventIds.time(id)).compareTo(LONGEST) > 0)) {
      close();
      begin(id);
      now = current.orElseThrow();
    }
    if (buffer.remaining() <= line.length) {
      flush();
    }
    if (buffer.remaining() > line.length) {
      buffer.put(line).put((byte) '\n');
      now.bytes += line.length + 1;
    }
  }

  private void begin(String id) throws IOException {
    DirectoryOwner.makeDirectories(directory);
    Path file = segments.file(id);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    DirectoryOwner.inherit(file);
    // Tells another server of this directory that the file is not complete yet.
    channel.tryLock();
    current = Optional.of(new Current(channel, file, EventIds.time(id)));
  }

  /** Hands over to the kernel what was added. */
  void flush() throws IOException {
    if (current.isEmpty() || buffer.position() == 0) {
      return;
    }
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        current.get().channel.write(buffer);
      }
      current.get().isSynced = false;
    } finally {
      // A disk that is full for a moment must not lose what comes later.
      buffer.clear();
    }
  }

  /** Makes what was flushed survive a power failure. */
  void sync() throws IOException {
    if (current.isPresent() && !current.get().isSynced) {
      current.get().channel.force(false);
      current.get().isSynced = true;
    }
  }

  /** Ends the file; the next line begins another. */
  void close() throws IOException {
    if (current.isEmpty()) {
      return;
    }
    try {
      flush();
      sync();
    } finally {
      current.get().channel.close();
      current = Optional.empty();
    }
  }

  /** Compresses files that are full, and deletes those that are too old or too many. */
  void tidy(Instant now) throws IOException {
    Optional<Path> written = current.map(open -> open.file);
    for (Segment segment : segments.all()) {
      if (segment.file().toString().endsWith(Segments.PLAIN)
          && !Optional.of(segment.file()).equals(written)) {
        compress(segment.file());
      }
    }
    List<Segment> all = segments.all();
    long bytes = all.stream().mapToLong(Segment::bytes).sum();
    for (int i = 0; i < all.size() && !Optional.of(all.get(i).file()).equals(written); i++) {
      // The lines of a file end where those of the next one begin.
      boolean isOld =
          i + 1 < all.size()
              && Duration.between(all.get(i + 1).begun(), now).compareTo(bounds.age()) > 0;
      if (isOld || bytes > bounds.bytes()) {
        Files.deleteIfExists(all.get(i).file());
        bytes -= all.get(i).bytes();
      }
    }
  }

  private static void compress(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        compressUnused(file);
      }
    } catch (OverlappingFileLockException e) {
      // Another writer of this process has it.
    }
  }

  private static void compressUnused(Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".gz.new");
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(draft))) {
      in.transferTo(out);
    }
    DirectoryOwner.inherit(draft);
    Files.move(
        draft, file.resolveSibling(file.getFileName() + ".gz"), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(file);
  }
}
