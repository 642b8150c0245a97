package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.Retention.Pin;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.artifacts.store.staging.StagingArea;

/**
 * The images in a directory. Any number of stores, in one or several processes, may use the same
 * directory at a time. Thread-safe.
 *
 * <p>All methods that change the store fail with kind {@code LOCKED} when another writer holds its
 * lock for too long, and with {@code NOT_WRITABLE} when this process may only read.
 */
public final class ImageStore {
  private final StoreDirectory directory;
  private final StoreIndex index;
  private final StagingArea stagings;
  private final InstantSource clock;
  private final LiveSnapshot snapshot;
  private final Consumer<ImageStore> changed;

  /**
   * How a store is opened.
   *
   * @param lockWait how long to wait for another writer
   * @param command what this process is doing, which other processes show when they give up waiting
   *     for it; no secrets, other users may read it
   * @param changed gets the store after each change through it
   */
  public record Options(Duration lockWait, String command, Consumer<ImageStore> changed) {

    public Options(Duration lockWait, String command) {
      this(lockWait, command, store -> {});
    }

    /**
     * Waits 10 s, as writers hold the lock only to move finished files, and shows the program's
     * name.
     */
    public static Options defaults() {
      String program = ProcessHandle.current().info().command().orElse("pairboot");
      return new Options(Duration.ofSeconds(10), Path.of(program).getFileName().toString());
    }

    /** The same, with something that follows each change. */
    public Options whenChanged(Consumer<ImageStore> then) {
      return new Options(lockWait, command, then);
    }
  }

  private ImageStore(StoreDirectory directory, InstantSource clock, Consumer<ImageStore> changed)
      throws IOException {
    this.directory = directory;
    this.changed = changed;
    this.index = new StoreIndex(directory);
    this.stagings = new StagingArea(directory);
    this.clock = clock;
    new StoreOpener(directory, index, stagings).open();
    this.snapshot = new LiveSnapshot(index);
  }

  /**
   * Opens the store in {@code directory}; creates one if the directory is missing or empty. Deletes
   * what writers that died left behind. A process without write permission can open a store and
   * read it.
   *
   * @throws StoreException of kind {@code NOT_A_STORE}, {@code BROKEN_STORE}, {@code NEWER_STORE},
   *     or {@code NOT_WRITABLE} when there is no store yet and none can be created
   */
  public static ImageStore open(Path directory, Options options) throws StoreException {
    return open(directory, options, Disk.local(), InstantSource.system());
  }

  static ImageStore open(Path directory, Options options, Disk disk, InstantSource clock)
      throws StoreException {
    Path root = directory.toAbsolutePath().normalize();
    try {
      return new ImageStore(
          new StoreDirectory(root, disk, options.lockWait(), options.command()),
          clock,
          options.changed());
    } catch (IOException e) {
      throw StoreException.of(root, e);
    }
  }

  /**
   * Opens the store in {@code directory}, which must exist: for readers, to whom a misspelt
   * directory must not look like an empty store.
   *
   * @throws StoreException of kind {@code NO_STORE} when there is none
   */
  public static ImageStore openExisting(Path directory, Options options) throws StoreException {
    if (!isIn(directory)) {
      throw new StoreException(
          StoreException.Kind.NO_STORE,
          "there is no image store in "
              + directory
              + "; import an image to create it, or use another data directory");
    }
    return open(directory, options);
  }

  /** Whether there is a store in {@code directory}. */
  public static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(StoreDirectory.MARKER));
  }

  /** The directory, as an absolute path. */
  public Path directory() {
    return directory.root();
  }

  /**
   * What the store contained when that was last looked up: at the opening, at a change through this
   * object, by {@link #refresh}, or by a {@link #watch}. Never blocks.
   */
  public Snapshot snapshot() {
    return snapshot.get();
  }

  /**
   * What the store contains now, whichever process put it there. Reads files; when the store can no
   * longer be read, returns the last state that could.
   */
  public Snapshot refresh() {
    snapshot.refreshIfChanged();
    return snapshot.get();
  }

  /**
   * Has a thread look for changes by other processes, and show them in {@link #snapshot}, until the
   * watch is closed.
   *
   * @param published gets the {@link #state} of the files that the snapshot shows, at the start and
   *     after each change; called by that thread
   */
  public SnapshotWatch watch(Consumer<String> published) {
    return SnapshotWatch.start(snapshot, List.of(directory.root(), directory.own()), published);
  }

  /** What tells one state of the files from all others; reads their attributes. */
  public String state() throws StoreException {
    return attempt(() -> index.stamp().toString());
  }

  /**
   * The version that {@code selector} names, or the newest if it names none.
   *
   * @throws StoreException of kind {@code NO_SUCH_IMAGE}, with a suggestion
   */
  public ImageVersion require(ImageSelector selector) throws StoreException {
    return refresh().require(selector);
  }

  /** The file with the bytes of {@code part}. It must not be changed. */
  public Path file(Part part) {
    return directory.blob(part.digest());
  }

  /** Starts an import. */
  public Staging stage() throws StoreException {
    return attempt(stagings::create);
  }

  /**
   * The result of publishing.
   *
   * @param isNew false when the same content was already published under this reference
   */
  public record PublishResult(ImageVersion image, boolean isNew) {}

  /**
   * Publishes the parts in {@code staging} as an image version, all of it or nothing. If the
   * version is published for other architectures only, adds this one to it. Publishing the same
   * content under the same reference again changes nothing, but repairs damaged blobs.
   *
   * <p>Success uses up the staging; it can be tried again after {@code LOCKED} and {@code
   * IMAGE_EXISTS}.
   *
   * @throws StoreException of kind {@code NOT_PUBLISHABLE} when the parts are not a bootable chain,
   *     {@code IMAGE_EXISTS} when the reference is already published with other content for the
   *     same architecture, or one of two architectures is unknown, {@code NAME_TAKEN} when a
   *     channel has the version's name, {@code DISK_FULL} when nothing was published for lack of
   *     space
   */
  public PublishResult publish(Staging staging, ImageDraft draft) throws StoreException {
    if (!staging.isOf(directory())) {
      throw new IllegalArgumentException("the staging belongs to another store");
    }
    return change(() -> new Publisher(directory, index, clock).publish(staging, draft));
  }

  /**
   * Fails as {@link #publish} would now with {@code image}, before anybody has copied its parts.
   *
   * @throws StoreException of kind {@code IMAGE_EXISTS} or {@code NAME_TAKEN}
   */
  public void requirePublishable(ImageVersion image) throws StoreException {
    attempt(() -> new Publisher(directory, index, clock).require(image));
  }

  /**
   * Decides what machines boot that no plan names; empty for nothing. The image need not exist. See
   * {@link Snapshot#defaultImage}.
   */
  public void setDefault(Optional<DefaultImage> image) throws StoreException {
    change(() ->
        index.remove(transaction -> {
          transaction.commit(transaction.index().known().withDefault(image));
          return null;
        }));
  }

  /**
   * Makes {@code channel} point to the version that {@code target} names now, and returns that
   * version. Creates the channel, or moves it in one step.
   *
   * @throws StoreException of kind {@code NO_SUCH_IMAGE}, or {@code NAME_TAKEN} when a version has
   *     the channel's name
   */
  public ImageRef setChannel(ChannelRef channel, ImageSelector target) throws StoreException {
    return change(() -> new ChannelWriter(index).set(channel, target));
  }

  /**
   * Removes a channel; the version that it pointed to stays.
   *
   * @throws StoreException of kind {@code NO_SUCH_CHANNEL}
   */
  public void unsetChannel(ChannelRef channel) throws StoreException {
    change(() -> new ChannelWriter(index).unset(channel));
  }

  /**
   * Notes what somebody has found out about images by reading all of them: from then on, they are
   * served, or are not. Nothing happens to those that are gone.
   */
  public void record(Map<ImageVersion, Verification> found) throws StoreException {
    change(() -> new ProofRecorder(index, clock).record(found));
  }

  /**
   * Removes an image version, even a damaged one, and the blobs that no other image needs. Running
   * transfers keep reading what they have open.
   *
   * @param pins what machines boot, besides the default image of the store
   * @throws StoreException of kind {@code NO_SUCH_IMAGE}, or {@code VERSION_IN_USE} when a channel
   *     points to it, or machines would have nothing to boot without it
   */
  public void remove(ImageRef ref, List<Pin> pins) throws StoreException {
    change(() -> new Remover(directory, index).remove(ref, pins));
  }

  /** As {@link #remove(ImageRef, List)}, with no machines but those that boot the default image. */
  public void remove(ImageRef ref) throws StoreException {
    remove(ref, List.of());
  }

  /**
   * Removes one architecture of a version, even a damaged one; with the last one, the version.
   *
   * @throws StoreException as {@link #remove(ImageRef, List)}, and of kind {@code NO_SUCH_IMAGE}
   *     when the version lacks the architecture
   */
  public void remove(ImageRef ref, Architecture architecture, List<Pin> pins)
      throws StoreException {
    change(() -> new Remover(directory, index).remove(ref, architecture, pins));
  }

  /**
   * Removes the versions that {@code retention} does not keep, in one step. A version stays while a
   * channel points to it, it is pinned, or any process is reading one of its files.
   *
   * @param images which images to prune, by name
   */
  public PruneResult prune(Retention retention, Predicate<String> images) throws StoreException {
    if (retention.keepsEverything()) {
      return new PruneResult(List.of(), List.of(), 0);
    }
    return change(() -> new Remover(directory, index).prune(retention, images));
  }

  /** What {@link #prune} would do now. Changes nothing, and needs no write permission. */
  public PruneResult dryRunPrune(Retention retention, Predicate<String> images)
      throws StoreException {
    return attempt(() -> new Remover(directory, index).dryRun(retention, images));
  }

  /**
   * What a garbage collection deleted; in a dry run, what it would delete.
   *
   * @param blobs number of deleted blobs, to which nothing referred
   * @param freedBytes their length
   * @param unreadable number of damaged manifests; while there are any, nobody knows what they
   *     refer to, and no blob is deleted
   */
  public record GarbageReport(int blobs, long freedBytes, int unreadable) {}

  /**
   * Deletes blobs to which nothing refers, and what imports that died left behind. Disturbs neither
   * imports nor transfers, of this process or of others.
   *
   * @param minAge keeps younger blobs, because another tool may be about to refer to them
   */
  public GarbageReport collectGarbage(Duration minAge) throws StoreException {
    return attempt(() -> garbageCollector().collect(clock.instant().minus(minAge)));
  }

  /** What {@link #collectGarbage} would delete now. Changes nothing, needs no write permission. */
  public GarbageReport dryRunCollectGarbage(Duration minAge) throws StoreException {
    return attempt(() -> garbageCollector().dryRun(clock.instant().minus(minAge)));
  }

  private GarbageCollector garbageCollector() {
    return new GarbageCollector(directory, index, stagings);
  }

  /**
   * Reads all files of an image version, and compares them with their digests.
   *
   * @param except blobs to skip, because the caller checks their bytes in another way
   * @throws StoreException of kind {@code NO_SUCH_IMAGE}
   */
  public CheckResult check(ImageVersion image, Set<Sha256> except, Progress progress)
      throws StoreException {
    return attempt(() -> new Scrubber(directory, index).check(image, except, progress));
  }

  /**
   * Reads every blob and compares it with its digest. Disturbs nobody, and needs no write
   * permission.
   */
  public ScrubReport scrub(Progress progress) throws StoreException {
    return attempt(() -> new Scrubber(directory, index).scrub(progress));
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  /** Runs {@code action}, and turns its failures into messages. */
  private <T> T attempt(Action<T> action) throws StoreException {
    try {
      return action.run();
    } catch (IOException e) {
      throw StoreException.of(directory(), e);
    }
  }

  /** As {@link #attempt}, for what changes the index: {@link #snapshot} shows it at once. */
  private <T> T change(Action<T> action) throws StoreException {
    T result;
    try {
      result = attempt(action);
    } finally {
      snapshot.refresh();
    }
    changed.accept(this);
    return result;
  }
}
