package org.pairboot.artifacts.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciNames;
import org.pairboot.artifacts.store.oci.OciRefName;

/**
 * The channels in an index. A channel is one more entry for the manifest of its version, under a
 * ref name of its own, which is how OCI tools tag: so they find {@code NAME-CHANNEL}, and the
 * version cannot be lost while a channel names it. Which version that is, the manifest tells.
 */
final class Channels {
  private final Map<ChannelRef, ImageRef> targets;

  private Channels(Map<ChannelRef, ImageRef> targets) {
    this.targets = targets;
  }

  static Channels of(List<Entry> entries) {
    Map<ChannelRef, ImageRef> targets = new HashMap<>();
    for (Entry entry : entries) {
      channel(entry).ifPresent(channel -> targets.putIfAbsent(channel, entry.ref().orElseThrow()));
    }
    return new Channels(targets);
  }

  /** The channel that {@code entry} is, if it is one. */
  static Optional<ChannelRef> channel(Entry entry) {
    Optional<String> name = entry.descriptor().annotation(OciNames.CHANNEL);
    if (name.isEmpty() || entry.ref().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ChannelRef(entry.ref().get().name(), name.get()));
    } catch (InvalidNameException e) {
      // Another tool's doing; the entry counts as one more of the version.
      return Optional.empty();
    }
  }

  /** An entry that makes {@code channel} point at {@code version}. */
  static Descriptor pointing(ChannelRef channel, Descriptor version, IndexDocument index) {
    Map<String, String> annotations = new TreeMap<>(version.annotations());
    annotations.put(OciNames.CHANNEL, channel.channel());
    annotations.put(OciNames.REF_NAME, OciRefName.of(channel.shadowed(), index.refNames()));
    return new Descriptor(
        version.mediaType(), version.artifactType(), version.digest(), version.size(), annotations);
  }

  Map<ChannelRef, ImageRef> targets() {
    return targets;
  }

  /** The names of the channels that point at {@code version}, in alphabetical order. */
  Set<String> pointingAt(ImageRef version) {
    return targets.entrySet().stream()
        .filter(entry -> entry.getValue().equals(version))
        .map(entry -> entry.getKey().channel())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * @throws NameTaken when {@code version} would be called as one of its image's channels
   */
  void requireNone(ImageRef version) throws NameTaken {
    for (ChannelRef channel : targets.keySet()) {
      if (channel.shadowed().equals(version)) {
        throw NameTaken.byChannel(version);
      }
    }
  }
}
