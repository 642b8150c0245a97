package org.pairboot.artifacts.store.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.ProcessLock;
import org.pairboot.artifacts.store.disk.Reserve;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.local.LocalState;
import org.pairboot.artifacts.store.local.LocalStateFile;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;

/**
 * The file {@code index.json}, which says what the store contains. Reading it needs no lock; {@link
 * #change} is the one way to change it. Thread-safe.
 */
public final class StoreIndex {
  /** So few items that threads would take longer to start. */
  private static final int FEW = 50;

  private final StoreDirectory directory;
  private final IndexFile file;
  private final Blobs blobs;
  private final References references;
  private final PendingBlobs pending;
  private final LocalStateFile state;
  private final Reserve reserve;

  /** The entries that were read last, by what the file says of them. */
  private volatile Map<Descriptor, List<IndexEntry>> known = Map.of();

  public StoreIndex(StoreDirectory directory) {
    this.directory = directory;
    this.file = new IndexFile(directory);
    this.blobs = new Blobs(directory);
    this.references = new References(blobs);
    this.pending = new PendingBlobs(directory);
    this.state = new LocalStateFile(directory);
    this.reserve = new Reserve(directory);
  }

  public Blobs blobs() {
    return blobs;
  }

  public References references() {
    return references;
  }

  /** What changes when the index or the local state is replaced; takes two system calls. */
  public record Stamp(FileStamp index, Optional<FileStamp> local) {}

  /** What changes when a file is replaced. */
  public record FileStamp(Object inode, FileTime modified, long size) {

    private static FileStamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    }
  }

  public Stamp stamp() throws IOException {
    Optional<FileStamp> local;
    try {
      local = Optional.of(FileStamp.of(directory.state()));
    } catch (NoSuchFileException e) {
      local = Optional.empty();
    }
    return new Stamp(FileStamp.of(directory.index()), local);
  }

  /**
   * What the file says now. An entry that was read before and is intact is not read again, and
   * blobs that were read before keep their {@link Content}, and with it the open file and the
   * mapping that running transfers share.
   */
  public IndexState read() throws IOException {
    return read(Optional.empty());
  }

  private IndexState read(Optional<ImageRef> doubted) throws IOException {
    IndexDocument document = readDocument();
    Map<Descriptor, List<IndexEntry>> before = known;
    IndexEntry.Reader reader = new IndexEntry.Reader(blobs, contentsOf(before.values()));
    List<List<IndexEntry>> read =
        inOrder(
            document.descriptors(),
            descriptor -> {
              List<IndexEntry> earlier = before.getOrDefault(descriptor, List.of());
              return isIntact(earlier, doubted) ? earlier : reader.read(descriptor);
            });
    // After the index: a writer changes that last, so this knows all that it lists.
    LocalStateFile.Reading local = state.read();
    if (local instanceof LocalStateFile.Reading.Missing && isOld(document)) {
      local =
          new LocalStateFile.Reading.ToUpgrade(
              OldStore.stateOf(read.stream().flatMap(List::stream).toList()));
    }
    LocalState judge = local.state();
    Map<Descriptor, List<IndexEntry>> now = new HashMap<>();
    List<IndexEntry> entries = new ArrayList<>();
    for (List<IndexEntry> each : read) {
      List<IndexEntry> judged = each.stream().map(entry -> entry.judgedBy(judge)).toList();
      now.put(judged.getFirst().descriptor(), judged);
      entries.addAll(judged);
    }
    known = now;
    return new IndexState(document, List.copyOf(entries), local);
  }

  private IndexEntry.ContentSource contentsOf(Collection<List<IndexEntry>> entries) {
    Map<Sha256, Content> contents = new ConcurrentHashMap<>();
    for (List<IndexEntry> each : entries) {
      for (IndexEntry entry : each) {
        if (entry instanceof IndexEntry.Readable readable) {
          readable.image().parts().forEach(part -> contents.put(part.digest(), part.content()));
        }
      }
    }
    return (digest, size) -> {
      Content content = contents.computeIfAbsent(digest, _ -> blobs.content(digest, size));
      // A manifest with a wrong length must not spoil the blob for the others.
      return content.length() == size ? content : blobs.content(digest, size);
    };
  }

  /** A step that reads files. */
  @FunctionalInterface
  public interface Step<T, R> {
    R of(T item) throws IOException;
  }

  /**
   * The results of {@code step} for {@code items}, in their order. Several threads take many of
   * them, because the start of a server waits for that.
   */
  public static <T, R> List<R> inOrder(List<T> items, Step<T, R> step) throws IOException {
    try {
      return (items.size() > FEW ? items.parallelStream() : items.stream())
          .map(item -> {
            try {
              return step.of(item);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Whether an earlier release made this store, and this one has not upgraded it. A copied layout
   * lacks the directory, and a store of this release has another format.
   */
  private boolean isOld(IndexDocument document) {
    return !document.isCurrent() && Files.exists(directory.own());
  }

  private boolean isIntact(List<IndexEntry> entries, Optional<ImageRef> doubted)
      throws IOException {
    for (IndexEntry entry : entries) {
      Descriptor manifest = entry.manifest();
      if (entry instanceof IndexEntry.Damaged
          || (doubted.isPresent() && entry.ref().equals(doubted))
          || blobs.lengthDamage(manifest.digest(), manifest.size()).isPresent()) {
        return false;
      }
    }
    return !entries.isEmpty();
  }

  /** What the file says now, without a look at the manifests. */
  public IndexDocument readDocument() throws IOException {
    return file.read();
  }

  /** Writes an index without entries where there is none. The caller holds the store's lock. */
  public void createEmpty() throws IOException {
    if (!Files.exists(directory.index())) {
      file.replace(IndexDocument.empty());
    }
  }

  /** Deletes what a writer that died left behind. The caller holds the store's lock. */
  public void repair() throws IOException {
    pending.deleteDrafts();
    if (pending.isEmpty()) {
      return;
    }
    pending.delete(noted -> lackingIn(readDocument(), noted));
  }

  /** Those of {@code blobs} to which {@code document} does not refer. */
  public Set<Sha256> lackingIn(IndexDocument document, Set<Sha256> blobs) throws IOException {
    return references.lackingIn(document, blobs, known);
  }

  /** A change of the store. */
  @FunctionalInterface
  public interface Change<T> {
    T apply(Transaction transaction) throws IOException;
  }

  /**
   * Brings a store of an earlier release to the format of this one: {@link
   * org.pairboot.artifacts.store.oci.StoreFormat}. Returns how many versions it wrote again. The
   * caller holds the store's lock.
   */
  public int upgrade() throws IOException {
    if (readDocument().isCurrent()) {
      return 0;
    }
    IndexState old = read();
    Map<ImageRef, List<IndexEntry>> versions = new LinkedHashMap<>();
    for (IndexEntry entry : old.entries()) {
      entry
          .ref()
          .ifPresent(ref -> versions.computeIfAbsent(ref, _ -> new ArrayList<>()).add(entry));
    }
    LocalState known = old.known();
    Map<Sha256, LocalState.Known> rewrittenKnown = new HashMap<>();
    Map<Descriptor, Optional<Descriptor>> replaced = new HashMap<>();
    Set<String> refNames = new HashSet<>(old.document().refNames());
    Map<Sha256, byte[]> documents = new LinkedHashMap<>();
    int rewritten = 0;
    for (Map.Entry<ImageRef, List<IndexEntry>> version : versions.entrySet()) {
      IndexState alone = new IndexState(old.document(), version.getValue(), old.local());
      VersionWriter writer = new VersionWriter(alone, version.getKey());
      // What other tools put in stays as it is, so that they know it again.
      for (IndexEntry.Readable each : alone.readable(version.getKey())) {
        Optional<LocalState.Known> ours = known.of(each.manifest().digest());
        ours.ifPresent(what -> rewrittenKnown.put(writer.put(each.image()), what));
      }
      if (!writer.documents().isEmpty()) {
        writer.replace(replaced, refNames);
        documents.putAll(writer.documents());
        rewritten += version.getValue().stream().anyMatch(e -> isChanged(e, replaced)) ? 1 : 0;
      }
    }
    // This marks it as written in the current format.
    IndexDocument changed =
        old.document().replacing(entry -> replaced.getOrDefault(entry, Optional.of(entry)));
    known = known.with(rewrittenKnown);
    new Transaction(old).commit(changed, Map.of(), documents, known);
    return rewritten;
  }

  private static boolean isChanged(
      IndexEntry entry, Map<Descriptor, Optional<Descriptor>> replaced) {
    Descriptor old = entry.descriptor();
    return !replaced.getOrDefault(old, Optional.of(old)).equals(Optional.of(old));
  }

  /**
   * Runs {@code change} as the only writer of all processes, on a store without remains of writers
   * that died, in the current format.
   *
   * @throws StoreException when another writer holds the lock for too long
   */
  public <T> T change(Change<T> change) throws IOException {
    return change(Optional.empty(), change);
  }

  /** As {@link #change(Change)}, and reads all of {@code doubted}, which may be damaged. */
  public <T> T change(Optional<ImageRef> doubted, Change<T> change) throws IOException {
    try (ProcessLock _ = directory.lock()) {
      T result = apply(doubted, change);
      reserve.keep();
      return result;
    }
  }

  /** As {@link #change(Change)}, for what helps to free room: may use the reserve. */
  public <T> T remove(Change<T> change) throws IOException {
    try (ProcessLock _ = directory.lock()) {
      return reserve.lend(() -> apply(Optional.empty(), change));
    }
  }

  private <T> T apply(Optional<ImageRef> doubted, Change<T> change) throws IOException {
    repair();
    upgrade();
    return change.apply(new Transaction(read(doubted)));
  }

  /** What {@link #change} runs in. Nothing changes on disk until {@link #commit}. */
  public final class Transaction {
    private final IndexState before;

    private Transaction(IndexState before) throws StoreException {
      LocalStateFile.requireOurs(before.local());
      this.before = before;
    }

    /** What the index says, and keeps saying until the transaction commits. */
    public IndexState index() {
      return before;
    }

    /** Makes {@code changed} what the store knows for itself, and leaves the index as it is. */
    public void commit(LocalState changed) throws IOException {
      state.replace(before.local(), changed);
    }

    /** Makes {@code changed} the index, and deletes the blobs that nothing refers to any more. */
    public void commit(IndexDocument changed) throws IOException {
      commit(changed, Map.of(), Map.of(), before.known());
    }

    /**
     * Moves {@code files} and {@code documents} into place as blobs, makes {@code changed} the
     * index in one step, and deletes the blobs that only entries missing from it referred to. After
     * any failure or crash the old index is in force, or the new one with all its blobs. What the
     * store {@code knows} is written before the index: a proof of a manifest that is not listed yet
     * is harmless.
     */
    public void commit(
        IndexDocument changed,
        Map<Sha256, Path> files,
        Map<Sha256, byte[]> documents,
        LocalState knows)
        throws IOException {
      Disk disk = directory.disk();
      for (Path file : files.values()) {
        disk.protect(file);
      }
      Set<Sha256> added = new HashSet<>(files.keySet());
      added.addAll(documents.keySet());
      pending.note(affected(changed, added));
      try {
        for (Map.Entry<Sha256, Path> blob : files.entrySet()) {
          disk.rename(blob.getValue(), directory.blob(blob.getKey()));
        }
        for (Map.Entry<Sha256, byte[]> document : documents.entrySet()) {
          pending.write(document.getValue(), directory.blob(document.getKey()));
        }
        if (!added.isEmpty()) {
          disk.syncDirectory(directory.blobs());
        }
        state.replace(before.local(), knows.retaining(listed(documents.keySet())));
        file.replace(changed);
      } catch (IOException e) {
        repairAfter(e);
        throw e;
      }
      repair();
    }

    /** Which manifests the old or the new index may list: after a crash, either is in force. */
    private Set<Sha256> listed(Set<Sha256> added) {
      Set<Sha256> listed = new HashSet<>(added);
      before.entries().forEach(entry -> listed.add(entry.manifest().digest()));
      return listed;
    }

    /** New blobs, and those that the entries that go refer to. */
    private Set<Sha256> affected(IndexDocument changed, Set<Sha256> added) throws IOException {
      Set<Sha256> affected = new HashSet<>(added);
      Set<Descriptor> kept = new HashSet<>(changed.descriptors());
      for (Descriptor descriptor : before.document().descriptors()) {
        if (!kept.contains(descriptor)) {
          affected.addAll(references.of(descriptor));
        }
      }
      return affected;
    }

    private void repairAfter(IOException failure) {
      try {
        repair();
      } catch (IOException e) {
        // The next writer or start tries again.
        failure.addSuppressed(e);
      }
    }
  }
}
