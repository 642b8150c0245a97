package org.pairboot.artifacts.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What the store held at one moment. Immutable and thread-safe. Contents of a version that was
 * removed since can no longer be opened; those already open stay readable.
 */
public final class Snapshot {
  static final Snapshot EMPTY = new Snapshot(List.of(), List.of(), Map.of());

  private final List<ImageVersion> newestFirst;
  private final Map<ImageRef, ImageVersion> byRef = new HashMap<>();
  private final TreeMap<String, List<ImageVersion>> byName = new TreeMap<>();
  private final Map<String, TreeMap<String, ImageRef>> channels = new HashMap<>();
  private final List<DamagedImage> damaged;

  /**
   * @param inOrder image versions in the order of the index, which decides between equal times
   * @param channels and the versions that they point at; those may be damaged ones
   */
  Snapshot(
      List<ImageVersion> inOrder, List<DamagedImage> damaged, Map<ChannelRef, ImageRef> channels) {
    for (ImageVersion image : inOrder) {
      // Versions are immutable: where another tool copied in a second one, the first one counts.
      byRef.putIfAbsent(image.ref(), image);
    }
    List<ImageVersion> ordered = new ArrayList<>(inOrder);
    ordered.removeIf(image -> byRef.get(image.ref()) != image);
    Collections.reverse(ordered);
    ordered.sort((a, b) -> b.published().compareTo(a.published()));
    this.newestFirst = List.copyOf(ordered);
    for (ImageVersion image : newestFirst) {
      byName.computeIfAbsent(image.ref().name(), name -> new ArrayList<>()).add(image);
    }
    byName.replaceAll((name, versions) -> List.copyOf(versions));
    channels.forEach((channel, version) -> {
      if (!byRef.containsKey(channel.shadowed())) {
        this.channels
            .computeIfAbsent(channel.image(), name -> new TreeMap<>())
            .put(channel.channel(), version);
      }
    });
    this.damaged = damaged.stream().distinct().toList();
  }

  /** The names of all images, in alphabetical order. */
  public List<String> images() {
    return List.copyOf(byName.keySet());
  }

  /** All versions of all images, newest first by publication. */
  public List<ImageVersion> all() {
    return newestFirst;
  }

  /** The versions of the image {@code name}, newest first by publication; empty if unknown. */
  public List<ImageVersion> versions(String name) {
    return byName.getOrDefault(name, List.of());
  }

  public Optional<ImageVersion> find(ImageRef ref) {
    return Optional.ofNullable(byRef.get(ref));
  }

  /** The version that {@code selector} names, or the newest where it names none. */
  public Optional<ImageVersion> find(ImageSelector selector) {
    return find(selector.name(), selector.version().orElse(ImageRef.LATEST));
  }

  /**
   * As {@link #find(ImageSelector)}.
   *
   * @throws NoSuchImage when there is none; the message suggests what may have been meant
   */
  public ImageVersion require(ImageSelector selector) throws NoSuchImage {
    return find(selector).orElseThrow(() -> new NoSuchImage(selector, this));
  }

  /**
   * The version of the image {@code name} that is called {@code version}, be that a version, a
   * channel or {@code latest}. Both may be any text.
   */
  public Optional<ImageVersion> find(String name, String version) {
    if (version.equals(ImageRef.LATEST)) {
      return latest(name);
    }
    String concrete =
        Optional.ofNullable(channels(name).get(version)).map(ImageRef::version).orElse(version);
    return versions(name).stream()
        .filter(image -> image.ref().version().equals(concrete))
        .findFirst();
  }

  /** The channels of the image {@code name} in alphabetical order, and what they point at. */
  public SortedMap<String, ImageRef> channels(String name) {
    return Collections.unmodifiableSortedMap(channels.getOrDefault(name, new TreeMap<>()));
  }

  /** The channels that point at {@code version}, in alphabetical order. */
  public List<String> channels(ImageRef version) {
    return channels(version.name()).entrySet().stream()
        .filter(channel -> channel.getValue().equals(version))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** {@code selector} with the version in place of a channel. */
  public ImageSelector resolve(ImageSelector selector) {
    Optional<ImageRef> target =
        selector.version().map(version -> channels(selector.name()).get(version));
    return new ImageSelector(selector.name(), target.map(ImageRef::version).or(selector::version));
  }

  /** The version of {@code name} that was published last. */
  public Optional<ImageVersion> latest(String name) {
    return versions(name).stream().findFirst();
  }

  /** The image version that was published last of all. */
  public Optional<ImageVersion> latestOfAll() {
    return newestFirst.stream().findFirst();
  }

  /** What {@code selector} names, if that is damaged. */
  public Optional<DamagedImage> damaged(ImageSelector selector) {
    ImageSelector resolved = resolve(selector);
    return damaged.stream().filter(image -> image.isNamedBy(resolved)).findFirst();
  }

  /** The image versions that are left out here, and why. */
  public List<DamagedImage> damaged() {
    return damaged;
  }
}
