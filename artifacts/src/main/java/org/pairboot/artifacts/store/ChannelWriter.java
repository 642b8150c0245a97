package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.List;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;

/** Moves channels and removes them. */
final class ChannelWriter {
  private final StoreIndex index;

  ChannelWriter(StoreIndex index) {
    this.index = index;
  }

  ImageRef set(ChannelRef channel, ImageSelector target) throws IOException {
    return index.remove(transaction -> {
      IndexState now = transaction.index();
      requireNoVersion(channel, now);
      ImageRef version = new SnapshotReader(index).of(now).require(target).ref();
      if (!version.equals(now.channels().get(channel))) {
        // Where another tool removed the version's own entry, the old entry of the channel was all
        // that kept it.
        transaction.commit(
            IndexState.withChannel(
                now.without(now.entriesOf(channel)),
                channel,
                now.readable(version).getFirst().descriptor()));
      }
      return version;
    });
  }

  Void unset(ChannelRef channel) throws IOException {
    return index.remove(transaction -> {
      IndexState now = transaction.index();
      List<IndexEntry> entries = now.entriesOf(channel);
      if (entries.isEmpty()) {
        throw StoreException.noSuchChannel(
            channel.toString(),
            now.channels().keySet().stream().map(ChannelRef::toString).toList());
      }
      transaction.commit(now.without(entries));
      return null;
    });
  }

  private static void requireNoVersion(ChannelRef channel, IndexState now) throws StoreException {
    if (!now.entriesOf(channel.shadowed()).isEmpty()) {
      throw new StoreException(
          StoreException.Kind.NAME_TAKEN,
          "%s is a version, so no channel can be named '%s'; choose another name"
              .formatted(channel, channel.channel()));
    }
  }
}
