package org.pairboot.artifacts.store.index;

import java.util.Collection;
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
 * @param local what the store knows for itself
 */
public record IndexState(
    IndexDocument document, List<IndexEntry> entries, LocalStateFile.Reading local) {

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
   * The entries of the version {@code ref}, readable or not, and of the channels that point to it.
   */
  public List<IndexEntry> entriesOf(ImageRef ref) {
    return entries.stream().filter(entry -> entry.ref().filter(ref::equals).isPresent()).toList();
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
    for (IndexEntry entry : entries) {
      entry.channel().ifPresent(channel -> targets.putIfAbsent(channel, entry.ref().orElseThrow()));
    }
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
