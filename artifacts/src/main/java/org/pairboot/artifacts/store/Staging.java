package org.pairboot.artifacts.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.PartName;

/**
 * A private directory on the store's file system in which one import gathers its parts. Closing it
 * deletes what was not published; should the process die, the next one that opens the store does.
 * Parts are hashed once, while they arrive. Not thread-safe.
 */
public final class Staging implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String WORK = "work";
  private static final String PARTS = "parts";

  private final Path directory;
  private final Path store;
  private final Disk disk;
  private final ProcessLock lock;
  private final Map<String, StagedPart> parts = new LinkedHashMap<>();

  Staging(Path directory, Path store, Disk disk, ProcessLock lock) throws IOException {
    this.directory = directory;
    this.store = store;
    this.disk = disk;
    this.lock = lock;
    disk.makeDirectory(directory.resolve(WORK));
    disk.makeDirectory(directory.resolve(PARTS));
  }

  static Path lockFile(Path directory) {
    return directory.resolve(LOCK);
  }

  /** Where to put files that are to be {@link #adopt adopted}, and anything else temporary. */
  public Path directory() {
    return directory.resolve(WORK);
  }

  /**
   * Begins a part that is written by the caller.
   *
   * @throws IllegalArgumentException when there is a part of this file name already
   */
  public PartWriter write(PartName name) throws StoreException {
    return write(name, List.of());
  }

  private PartWriter write(PartName name, List<Consumer<ByteBuffer>> listeners)
      throws StoreException {
    Path file = partFile(name);
    try {
      return new PartWriter(name, file, store, disk, listeners, this::add);
    } catch (IOException e) {
      throw Failures.of(store, e);
    }
  }

  /**
   * Copies {@code source}, a file anywhere; also a pipe, whose progress is not reported.
   *
   * @param listeners hear all bytes in order, each on a thread of its own; all of them have ended
   *     when this returns
   * @throws StoreException when the store's side fails
   * @throws IOException when the source cannot be read
   * @throws IllegalArgumentException when there is a part of this file name already
   */
  public StagedPart copy(
      Path source, PartName name, Progress progress, List<Consumer<ByteBuffer>> listeners)
      throws IOException {
    if (!Files.isRegularFile(source)) {
      try (InputStream input = Files.newInputStream(source);
          PartWriter writer = write(name, listeners)) {
        input.transferTo(writer);
        return writer.finish();
      }
    }
    try (FileChannel input = FileChannel.open(source, StandardOpenOption.READ)) {
      return copy(input, 0, input.size(), name, progress, listeners);
    }
  }

  /**
   * Copies {@code length} bytes of {@code source} from {@code offset}: a file within an image.
   *
   * @param listeners as above
   * @throws StoreException when the store's side fails
   * @throws IOException when the source cannot be read, or ends before
   * @throws IllegalArgumentException when there is a part of this file name already
   */
  public StagedPart copy(
      Path source,
      long offset,
      long length,
      PartName name,
      Progress progress,
      List<Consumer<ByteBuffer>> listeners)
      throws IOException {
    try (FileChannel input = FileChannel.open(source, StandardOpenOption.READ)) {
      return copy(input, offset, length, name, progress, listeners);
    }
  }

  private StagedPart copy(
      FileChannel input,
      long offset,
      long length,
      PartName name,
      Progress progress,
      List<Consumer<ByteBuffer>> listeners)
      throws IOException {
    requireSpace(length);
    try (PartWriter writer = write(name, listeners)) {
      writer.copy(
          input, offset, length, progress.beginCounting("copying " + name.fileName(), length));
      return writer.finish();
    }
  }

  /**
   * Takes over a finished file from {@link #directory}; it is moved away from there.
   *
   * @throws IllegalArgumentException when there is a part of this file name already, or {@code
   *     file} is no regular file in {@link #directory}
   */
  public StagedPart adopt(Path file, PartName name) throws StoreException {
    return adopt(file, name, List.of());
  }

  /** The same, and {@code listeners} hear all bytes as with {@link #copy}. */
  public StagedPart adopt(Path file, PartName name, List<Consumer<ByteBuffer>> listeners)
      throws StoreException {
    Path target = partFile(name);
    if (!file.toAbsolutePath().normalize().startsWith(directory())
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(file + " is no file in " + directory());
    }
    try {
      disk.rename(file, target);
      StagedPart part = hashed(name, target, listeners);
      add(part);
      return part;
    } catch (IOException e) {
      throw Failures.of(store, e);
    }
  }

  private StagedPart hashed(PartName name, Path file, List<Consumer<ByteBuffer>> listeners)
      throws IOException {
    MessageDigest digest = Sha256.newDigest();
    List<Consumer<ByteBuffer>> all = new ArrayList<>(listeners);
    all.add(digest::update);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Followers followers = new Followers(channel, 0, all)) {
      long length = channel.size();
      followers.advance(length);
      disk.sync(channel);
      followers.finish();
      return new StagedPart(name, file, length, Sha256.from(digest));
    }
  }

  /**
   * Fails when the store's file system has fewer than {@code bytes} free, so that a long download
   * is not begun in vain.
   */
  public void requireSpace(long bytes) throws StoreException {
    Failures.requireSpace(store, bytes);
  }

  /** The finished parts in the order of an image's chain; extras in the order of their arrival. */
  public List<StagedPart> parts() {
    return parts.values().stream()
        .sorted(Comparator.comparing(part -> part.name().role()))
        .toList();
  }

  /** Deletes everything that was not published. Closing twice is harmless. */
  @Override
  public void close() throws StoreException {
    try (lock) {
      Trees.delete(directory, disk);
    } catch (IOException e) {
      throw Failures.of(store, e);
    }
  }

  /** A file for the store's own use, beside the parts. */
  Path document(String fileName) {
    return directory.resolve(fileName);
  }

  boolean isOf(Path otherStore) {
    return store.equals(otherStore);
  }

  private Path partFile(PartName name) {
    requireNew(name);
    // All in one directory; no name has this character.
    return directory.resolve(PARTS).resolve(name.fileName().replace('/', '%'));
  }

  private void add(StagedPart part) {
    requireNew(part.name());
    parts.put(key(part.name()), part);
  }

  private void requireNew(PartName name) {
    if (parts.containsKey(key(name))) {
      throw new IllegalArgumentException("two parts are called '" + name + "'");
    }
  }

  private static String key(PartName name) {
    return name.fileName().toLowerCase(Locale.ROOT);
  }
}
