package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;

/** Moves channels and takes them away. */
record ChannelWriter(StoreFiles files, StoreLock lock) {

  ImageRef set(ChannelRef channel, ImageSelector target) throws IOException {
    try (ProcessLock _ = lock.acquire()) {
      files.pending().settle();
      IndexDocument index = files.indexFile().read();
      List<Entry> entries = files.entryReader().read(index, files.blobs()::content);
      requireNoVersion(channel, entries);
      Snapshot now = files.snapshotReader().read(Snapshot.EMPTY);
      ImageVersion version = now.require(target);
      if (!version.ref().equals(now.channels(channel.image()).get(channel.channel()))) {
        Set<Descriptor> before = entriesOf(channel, entries);
        IndexDocument without = index.without(before::contains);
        Descriptor entry = descriptor(version.ref(), entries);
        replace(without.with(Channels.pointing(channel, entry, without)), before);
      }
      return version.ref();
    }
  }

  void unset(ChannelRef channel) throws IOException {
    try (ProcessLock _ = lock.acquire()) {
      files.pending().settle();
      IndexDocument index = files.indexFile().read();
      List<Entry> entries = files.entryReader().read(index, files.blobs()::content);
      Set<Descriptor> before = entriesOf(channel, entries);
      if (before.isEmpty()) {
        throw new NoSuchChannel(channel, Channels.of(entries).targets().keySet());
      }
      replace(index.without(before::contains), before);
    }
  }

  private static void requireNoVersion(ChannelRef channel, List<Entry> entries) throws NameTaken {
    ImageRef version = channel.shadowed();
    if (entries.stream().anyMatch(entry -> entry.ref().filter(version::equals).isPresent())) {
      throw NameTaken.byVersion(channel);
    }
  }

  private static Set<Descriptor> entriesOf(ChannelRef channel, List<Entry> entries) {
    return entries.stream()
        .filter(entry -> Channels.channel(entry).filter(channel::equals).isPresent())
        .map(Entry::descriptor)
        .collect(Collectors.toSet());
  }

  private static Descriptor descriptor(ImageRef version, List<Entry> entries) {
    return entries.stream()
        .filter(entry ->
            entry instanceof Entry.Readable readable && readable.image().ref().equals(version))
        .map(Entry::descriptor)
        .findFirst()
        .orElseThrow();
  }

  private void replace(IndexDocument index, Set<Descriptor> before) throws IOException {
    // Where another tool took the version's own entry away, the channel was all that kept it.
    Set<Sha256> concerned = new HashSet<>();
    for (Descriptor old : before) {
      concerned.addAll(files.references().of(old));
    }
    files.pending().note(concerned);
    files.indexFile().replace(index);
    files.pending().settle();
  }
}
