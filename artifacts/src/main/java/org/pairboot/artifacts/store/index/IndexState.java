package org.pairboot.artifacts.store.index;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.local.LocalState;
import org.pairboot.artifacts.store.local.LocalState.Publication;
import org.pairboot.artifacts.store.local.LocalStateFile;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * What {@code index.json} said at one moment: its entries, and which image versions and channels
 * they are.
 *
 * <p>A channel is one more entry for the manifest of its version, under a ref name of its own,
 * which is how OCI tools tag: so they find {@code NAME-CHANNEL}, and the version cannot be lost
 * while a channel points to it. The manifest says which version that is.
 *
 * @param entries in the order of the document
 * @param local what the store knows for itself, by which the entries are judged
 */
public record IndexState(
    IndexDocument document, List<IndexEntry> entries, LocalStateFile.Reading local) {

  /** What the store knows for itself. */
  public LocalState known() {
    return local.state();
  }

  /** When this store published what {@code entry} is; empty if it did not. */
  public Optional<Publication> publication(IndexEntry entry) {
    return known().publication(entry.manifest().digest());
  }

  /**
   * The order of the version {@code ref} among those that this store published; that of the next
   * one if it did not publish this one.
   */
  public long orderOf(ImageRef ref) {
    return entriesOf(ref).stream()
        .flatMap(entry -> publication(entry).stream())
        .mapToLong(Publication::order)
        .min()
        .orElseGet(() -> known().nextOrder());
  }

  /** The entries of what consists of the same files as {@code image}, under the same name. */
  public List<IndexEntry.Readable> entriesLike(ImageVersion image) {
    return entriesOf(image.ref()).stream()
        .filter(IndexEntry.Readable.class::isInstance)
        .map(IndexEntry.Readable.class::cast)
        .filter(entry ->
            entry.architecture().equals(image.architecture()) && entry.image().hasFilesOf(image))
        .toList();
  }

  /** What can be read of the version {@code ref}: an entry for each architecture. */
  public List<IndexEntry.Readable> readable(ImageRef ref) {
    Map<Optional<Architecture>, IndexEntry.Readable> found = new LinkedHashMap<>();
    for (IndexEntry entry : entriesOf(ref)) {
      if (entry instanceof IndexEntry.Readable readable) {
        found.putIfAbsent(readable.architecture(), readable);
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * The entries of the version {@code ref}, readable or not, and of the channels that point to it:
   * first what is served, then what else this store published, then what other tools put in.
   */
  public List<IndexEntry> entriesOf(ImageRef ref) {
    return entries.stream()
        .filter(entry -> entry.ref().filter(ref::equals).isPresent())
        .sorted(Comparator.comparingInt(this::rank))
        .toList();
  }

  private int rank(IndexEntry entry) {
    if (entry instanceof IndexEntry.Readable readable
        && readable.image().verification().isServed()) {
      return 0;
    }
    return publication(entry).isPresent() ? 1 : 2;
  }

  /** Whether the version of {@code entry} has other architectures too. */
  public boolean isOneOfSeveral(IndexEntry entry) {
    return entry.ref().stream()
            .flatMap(ref -> entriesOf(ref).stream())
            .map(IndexEntry::architecture)
            .distinct()
            .count()
        > 1;
  }

  /**
   * As {@link #entriesOf(ImageRef)}.
   *
   * @throws StoreException when there are none
   */
  public List<IndexEntry> requireEntriesOf(ImageRef ref) throws StoreException {
    List<IndexEntry> found = entriesOf(ref);
    if (found.isEmpty()) {
      Collection<String> known =
          entries.stream().flatMap(entry -> entry.ref().stream()).map(ImageRef::toString).toList();
      throw StoreException.noSuchImage(ref.toString(), known);
    }
    return found;
  }

  /** The entries that are the channel {@code channel}. */
  public List<IndexEntry> entriesOf(ChannelRef channel) {
    return entries.stream()
        .filter(entry -> entry.channel().filter(channel::equals).isPresent())
        .toList();
  }

  /** All channels, and the versions that they point to. */
  public Map<ChannelRef, ImageRef> channels() {
    Map<ChannelRef, ImageRef> targets = new HashMap<>();
    entries.stream()
        .filter(entry -> entry.channel().isPresent())
        // Another tool may have copied in a channel of the same name.
        .sorted(Comparator.comparingInt(this::rank))
        .forEach(
            entry -> targets.putIfAbsent(entry.channel().orElseThrow(), entry.ref().orElseThrow()));
    return targets;
  }

  /** The names of the channels that point to {@code version}, in alphabetical order. */
  public Set<String> channelsOf(ImageRef version) {
    return channels().entrySet().stream()
        .filter(channel -> channel.getValue().equals(version))
        .map(channel -> channel.getKey().channel())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The document without {@code entries}. */
  public IndexDocument without(Collection<IndexEntry> unwanted) {
    Set<Descriptor> descriptors =
        unwanted.stream().map(IndexEntry::descriptor).collect(Collectors.toSet());
    return document.without(descriptors::contains);
  }

  /** {@code document} with an entry that makes {@code channel} point to {@code version}. */
  public static IndexDocument withChannel(
      IndexDocument document, ChannelRef channel, Descriptor version) {
    Map<String, String> annotations = new TreeMap<>(version.annotations());
    annotations.put(OciNames.CHANNEL, channel.channel());
    annotations.put(OciNames.REF_NAME, OciNames.refName(channel.shadowed(), document.refNames()));
    return document.with(version.annotated(annotations));
  }
}
