package org.pairboot.artifacts.store.staging;

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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.ProcessLock;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.PartName;

/**
 * A private directory on the store's file system in which one import gathers its parts. Closing it
 * deletes what was not published; if the process dies first, the next process that opens the store
 * deletes it. Parts are hashed once, while they arrive. Not thread-safe.
 */
public final class Staging implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String WORK = "work";
  private static final String PARTS = "parts";

  private final Path directory;
  private final StoreDirectory store;
  private final ProcessLock lock;
  private final Map<String, StagedPart> parts = new LinkedHashMap<>();

  Staging(Path directory, StoreDirectory store, ProcessLock lock) throws IOException {
    this.directory = directory;
    this.store = store;
    this.lock = lock;
    store.disk().makeDirectory(directory.resolve(WORK));
    store.disk().makeDirectory(directory.resolve(PARTS));
  }

  static Path lockFile(Path directory) {
    return directory.resolve(LOCK);
  }

  /** Where to put files for {@link #adopt}, and anything else temporary. */
  public Path directory() {
    return directory.resolve(WORK);
  }

  /**
   * Starts a part that the caller writes.
   *
   * @throws IllegalArgumentException when there already is a part with this file name
   */
  public PartWriter write(PartName name) throws StoreException {
    return write(name, List.of());
  }

  private PartWriter write(PartName name, List<Consumer<ByteBuffer>> listeners)
      throws StoreException {
    Path file = partFile(name);
    try {
      return new PartWriter(name, file, store, listeners, this::add);
    } catch (IOException e) {
      throw StoreException.of(store.root(), e);
    }
  }

  /**
   * Copies {@code source}, any file, or a pipe, whose progress is not reported.
   *
   * @param listeners get all bytes in order, each on a thread of its own; all of them have finished
   *     when this returns
   * @throws StoreException when the store's file system fails
   * @throws IOException when the source cannot be read
   * @throws IllegalArgumentException when there already is a part with this file name
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
   * @throws StoreException when the store's file system fails
   * @throws IOException when the source cannot be read, or is too short
   * @throws IllegalArgumentException when there already is a part with this file name
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
   * Makes a part of a finished file in {@link #directory}, which is moved away from there.
   *
   * @throws IllegalArgumentException when there already is a part with this file name, or {@code
   *     file} is not a regular file in {@link #directory}
   */
  public StagedPart adopt(Path file, PartName name) throws StoreException {
    return adopt(file, name, List.of());
  }

  /** The same, and {@code listeners} get all bytes as with {@link #copy}. */
  public StagedPart adopt(Path file, PartName name, List<Consumer<ByteBuffer>> listeners)
      throws StoreException {
    Path target = partFile(name);
    if (!file.toAbsolutePath().normalize().startsWith(directory())
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(file + " is not a file in " + directory());
    }
    try {
      store.disk().rename(file, target);
      StagedPart part = hashed(name, target, listeners);
      add(part);
      return part;
    } catch (IOException e) {
      throw StoreException.of(store.root(), e);
    }
  }

  /**
   * Makes a part of a blob that the store has, without a copy. Empty if it lacks the blob, or has a
   * damaged one, or the file system cannot do that.
   *
   * @param progress gets the number of bytes that were read to check the blob
   * @throws IllegalArgumentException when there already is a part with this file name
   */
  public Optional<StagedPart> reuse(
      Sha256 digest, long length, PartName name, LongConsumer progress) throws StoreException {
    Optional<StagedPart> linked = link(store.blob(digest), digest, length, name);
    if (linked.isEmpty()) {
      return Optional.empty();
    }
    // Under the second name, nobody can take it away meanwhile.
    Path file = linked.get().file();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.size() == length && ContentHash.of(channel, progress).equals(digest)) {
        add(linked.get());
        return linked;
      }
    } catch (IOException e) {
      // The disk cannot read it, so it is damaged too.
    }
    delete(file);
    return Optional.empty();
  }

  /**
   * The same with a part of another staging of this store, which is as it was when it was hashed.
   */
  public Optional<StagedPart> share(StagedPart other, PartName name) throws StoreException {
    Optional<StagedPart> linked = link(other.file(), other.digest(), other.length(), name);
    linked.ifPresent(this::add);
    return linked;
  }

  private Optional<StagedPart> link(Path file, Sha256 digest, long length, PartName name) {
    Path target = partFile(name);
    try {
      store.disk().link(file, target);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(new StagedPart(name, target, length, digest));
  }

  private void delete(Path file) throws StoreException {
    try {
      store.disk().delete(file);
    } catch (IOException e) {
      throw StoreException.of(store.root(), e);
    }
  }

  private StagedPart hashed(PartName name, Path file, List<Consumer<ByteBuffer>> listeners)
      throws IOException {
    MessageDigest digest = Sha256.newDigest();
    List<Consumer<ByteBuffer>> all = new ArrayList<>(listeners);
    all.add(digest::update);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        StreamTee tee = new StreamTee(channel, 0, all)) {
      long length = channel.size();
      tee.advance(length);
      store.disk().sync(channel);
      tee.finish();
      return new StagedPart(name, file, length, Sha256.from(digest));
    }
  }

  /**
   * Fails when the store's file system has fewer than {@code bytes} free, so that no long download
   * starts that cannot finish.
   */
  public void requireSpace(long bytes) throws StoreException {
    store.requireSpace(bytes);
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
      store.deleteTree(directory);
    } catch (IOException e) {
      throw StoreException.of(store.root(), e);
    }
  }

  /** Whether this staging belongs to the store in {@code root}. */
  public boolean isOf(Path root) {
    return store.root().equals(root);
  }

  private Path partFile(PartName name) {
    requireNew(name);
    // All in one directory: no part's name contains a %.
    return directory.resolve(PARTS).resolve(name.fileName().replace('/', '%'));
  }

  private void add(StagedPart part) {
    requireNew(part.name());
    parts.put(key(part.name()), part);
  }

  private void requireNew(PartName name) {
    if (parts.containsKey(key(name))) {
      throw new IllegalArgumentException("two parts are named '" + name + "'");
    }
  }

  private static String key(PartName name) {
    return name.fileName().toLowerCase(Locale.ROOT);
  }

  /**
   * A finished part that is not published yet.
   *
   * @param file where it is until it is published or the staging is closed; read-only
   * @param length bytes
   */
  public record StagedPart(PartName name, Path file, long length, Sha256 digest) {

    /** The bytes, which are valid as long as the staging is open. */
    public Content content() {
      return new FileContent(file, length, digest);
    }
  }
}
