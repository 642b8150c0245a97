package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.oci.Json;
import org.pairboot.artifacts.store.oci.MalformedDocument;

/**
 * The images in a directory. Several of these, in one process or in many, may be used on the same
 * directory at a time. Thread-safe.
 */
public final class ImageStore {
  private final StoreFiles files;
  private final StoreLock lock;
  private final StagingArea stagings;
  private final InstantSource clock;
  private final LiveSnapshot snapshot;

  private ImageStore(StoreFiles files, StoreLock lock, StagingArea stagings, InstantSource clock)
      throws IOException {
    this.files = files;
    this.lock = lock;
    this.stagings = stagings;
    this.clock = clock;
    new StoreOpener(files, lock, stagings).open();
    this.snapshot = new LiveSnapshot(files.indexFile(), files.snapshotReader());
  }

  /**
   * Opens the store in {@code directory}; makes one if there is no such directory or it is empty.
   * Deletes what writers that died have left. A store that this process may only read can be opened
   * and read.
   *
   * @throws NotAStore when the directory holds something else
   * @throws BrokenStore when {@code index.json} cannot be used
   * @throws NewerStore when a later release has written it
   * @throws StoreNotWritable when there is no store yet and none can be made
   */
  public static ImageStore open(Path directory, StoreOptions options) throws StoreException {
    return open(directory, options, new LocalDisk(), InstantSource.system());
  }

  /**
   * Does ahead, for instance on a thread that has nothing else to do, what {@link #open} has to do
   * for the first store of a process.
   */
  public static void prepare() {
    byte[] document = {'{', '}'};
    Sha256.of(ByteBuffer.wrap(document));
    try {
      Json.parse(document);
    } catch (MalformedDocument e) {
      throw new AssertionError("an empty object is a document", e);
    }
  }

  /** Whether there is a store in {@code directory}. */
  public static boolean isIn(Path directory) {
    return Files.exists(new StoreLayout(directory).marker());
  }

  /**
   * Opens the store in {@code directory}, which must be there already: for readers, to whom a
   * misspelt directory must not look like an empty store.
   *
   * @throws NotAStore when there is none
   */
  public static ImageStore openExisting(Path directory, StoreOptions options)
      throws StoreException {
    if (!isIn(directory)) {
      throw NotAStore.absent(directory);
    }
    return open(directory, options);
  }

  static ImageStore open(Path directory, StoreOptions options, Disk disk, InstantSource clock)
      throws StoreException {
    StoreLayout layout = new StoreLayout(directory.toAbsolutePath().normalize());
    try {
      return new ImageStore(
          new StoreFiles(layout, disk),
          new StoreLock(layout, options),
          new StagingArea(layout, disk, options.command()),
          clock);
    } catch (IOException e) {
      throw Failures.of(layout.root(), e);
    }
  }

  /** The directory, as an absolute path. */
  public Path directory() {
    return files.layout().root();
  }

  /**
   * What the store holds now, whichever process put it there. Cheap enough for every request: one
   * look at the attributes of {@code index.json} as long as it is the same. When the store cannot
   * be read any more, this is what it held last.
   */
  public Snapshot snapshot() {
    return snapshot.get();
  }

  /**
   * The version that {@code selector} names, or the newest where it names none.
   *
   * @throws NoSuchImage when there is none; the message suggests what may have been meant
   */
  public ImageVersion require(ImageSelector selector) throws NoSuchImage {
    return snapshot().require(selector);
  }

  /** The file that holds the bytes of {@code part}. It must not be changed. */
  public Path file(Part part) {
    return files.layout().blob(part.digest());
  }

  /**
   * Begins an import.
   *
   * @throws StoreLocked when another writer is at work for too long
   * @throws StoreNotWritable when this process may only read
   */
  public Staging stage() throws StoreException {
    try (ProcessLock _ = lock.acquire()) {
      files.disk().makeDirectory(files.layout().stagings());
      stagings.removeAbandoned();
      return stagings.create();
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    }
  }

  /**
   * Makes the parts in {@code staging} an image version, all of it or nothing. Publishing the same
   * content under the same reference again changes nothing, but mends blobs that got damaged.
   *
   * <p>Reads initramfs and rootfs once more, for the digest of the two as one file. The staging is
   * used up by success; it can be tried again after {@link StoreLocked} and {@link ImageExists}.
   *
   * @throws NotPublishable when the parts are no bootable chain
   * @throws ImageExists when the reference stands for other content
   * @throws NameTaken when a channel is called as the version would be
   * @throws StoreLocked when another writer is at work for too long
   * @throws DiskFull when there is no room; then nothing was published
   */
  public Published publish(Staging staging, ImageDraft draft) throws StoreException {
    if (!staging.isOf(directory())) {
      throw new IllegalArgumentException("the staging belongs to another store");
    }
    try {
      return new Publisher(files, lock, clock).publish(staging, draft);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    } finally {
      snapshot.refresh();
    }
  }

  /**
   * Makes {@code channel} point at the version that {@code target} names now, and returns which
   * that is. The channel is made if there is none, and moved in one step if there is.
   *
   * @throws NoSuchImage when there is no such version
   * @throws NameTaken when a version is called as the channel would be
   * @throws StoreLocked when another writer is at work for too long
   */
  public ImageRef setChannel(ChannelRef channel, ImageSelector target) throws StoreException {
    try {
      return new ChannelWriter(files, lock).set(channel, target);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    } finally {
      snapshot.refresh();
    }
  }

  /**
   * Takes a channel away; the version that it pointed at stays.
   *
   * @throws NoSuchChannel when there is none
   * @throws StoreLocked when another writer is at work for too long
   */
  public void unsetChannel(ChannelRef channel) throws StoreException {
    try {
      new ChannelWriter(files, lock).unset(channel);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    } finally {
      snapshot.refresh();
    }
  }

  /**
   * Removes an image version, also a damaged one, and the blobs that no other image needs.
   * Transfers under way keep reading what they have open.
   *
   * @throws NoSuchImage when there is none
   * @throws VersionInUse when a channel points at it
   * @throws StoreLocked when another writer is at work for too long
   */
  public void remove(ImageRef ref) throws StoreException {
    try {
      new Remover(files, lock).remove(ref);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    } finally {
      snapshot.refresh();
    }
  }

  /**
   * Removes the versions that {@code retention} does not keep, in one step. A version stays that a
   * channel points at, that is pinned, or of which a file is being read, in this process or in
   * another one.
   *
   * @param images which images are looked at, by name
   * @throws StoreLocked when another writer is at work for too long
   */
  public Pruned prune(Retention retention, Predicate<String> images) throws StoreException {
    try {
      return new Pruner(files, lock).prune(retention, images);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    } finally {
      snapshot.refresh();
    }
  }

  /** What {@link #prune} would do now. Changes nothing, and needs no right to. */
  public Pruned rehearsePrune(Retention retention, Predicate<String> images) throws StoreException {
    try {
      return new Pruner(files, lock).rehearse(retention, images);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    }
  }

  /**
   * Deletes what nothing refers to and what imports left that died. Disturbs neither imports nor
   * transfers, of this process or of others.
   *
   * @param minAge blobs that were written since are left alone, because another tool may be about
   *     to refer to them
   * @throws StoreLocked when another writer is at work for too long
   */
  public Collected collectGarbage(Duration minAge) throws StoreException {
    try {
      return new GarbageCollector(files, lock, stagings).collect(clock.instant().minus(minAge));
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    }
  }

  /** What {@link #collectGarbage} would delete now. Changes nothing, and needs no right to. */
  public Collected rehearseGarbage(Duration minAge) throws StoreException {
    try {
      return new GarbageCollector(files, lock, stagings).rehearse(clock.instant().minus(minAge));
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    }
  }

  /**
   * Reads all files of an image version, also of a damaged one, and compares them with their
   * digests.
   *
   * @param except blobs that are not read, as the caller proves their bytes in another way
   * @throws NoSuchImage when there is none
   */
  public CheckResult check(ImageRef ref, Set<Sha256> except, Progress progress)
      throws StoreException {
    try {
      return new Checker(files).check(ref, except, progress);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    }
  }

  /**
   * Reads every blob and compares it with its digest. Disturbs nobody, and may be run by who can
   * only read.
   */
  public Scrubbed scrub(Progress progress) throws StoreException {
    try {
      return new Scrubber(files).scrub(progress);
    } catch (IOException e) {
      throw Failures.of(directory(), e);
    }
  }
}
