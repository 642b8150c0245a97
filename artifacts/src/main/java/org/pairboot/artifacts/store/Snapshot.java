package org.pairboot.artifacts.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What the store contained at one moment. Immutable and thread-safe. Contents of a version that was
 * removed since can no longer be opened; those already open stay readable.
 */
public final class Snapshot {
  static final Snapshot EMPTY = new Snapshot(List.of(), List.of(), Map.of());

  /**
   * An image version that is left out because it cannot be served completely.
   *
   * @param image {@code NAME@VERSION}, or whatever identifies it if that cannot be read
   * @param reason what is wrong, in one line
   */
  public record DamagedImage(String image, String reason) {
    private boolean isNamedBy(ImageSelector selector) {
      return selector.version().isPresent()
          ? image.equals(selector.toString())
          : image.startsWith(selector.name() + "@");
    }

    @Override
    public String toString() {
      return image + ": " + reason;
    }
  }

  private final List<ImageVersion> newestFirst;
  private final Map<ImageRef, ImageVersion> byRef = new HashMap<>();
  private final TreeMap<String, List<ImageVersion>> byName = new TreeMap<>();
  private final Map<String, TreeMap<String, ImageRef>> channels = new HashMap<>();
  private final List<DamagedImage> damaged;

  /**
   * @param inOrder image versions in the order of the index, which decides between equal times
   * @param channels and the versions that they point to, which may be damaged ones
   */
  @SuppressWarnings("ReferenceEquality") // two entries with one reference may be equal
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

  /** The version that {@code selector} names, or the newest if it names none. */
  public Optional<ImageVersion> find(ImageSelector selector) {
    return find(selector.name(), selector.version().orElse(ImageRef.LATEST));
  }

  /**
   * As {@link #find(ImageSelector)}.
   *
   * @throws StoreException of kind {@code NO_SUCH_IMAGE}, with a suggestion
   */
  public ImageVersion require(ImageSelector selector) throws StoreException {
    Optional<ImageVersion> found = find(selector);
    if (found.isPresent()) {
      return found.get();
    }
    Optional<DamagedImage> damaged = damaged(selector);
    throw damaged.isPresent()
        ? new StoreException(
            StoreException.Kind.NO_SUCH_IMAGE, damaged.get() + "; import it again to repair it")
        : StoreException.noSuchImage(selector.toString(), namesLike(selector));
  }

  /** All names of the kind that {@code selector} is: of images, or of versions and channels. */
  private List<String> namesLike(ImageSelector selector) {
    return selector.version().isEmpty()
        ? images()
        : Stream.concat(
                newestFirst.stream().map(image -> image.ref().toString()),
                images().stream()
                    .flatMap(name ->
                        channels(name).keySet().stream().map(channel -> name + "@" + channel)))
            .toList();
  }

  /**
   * The version of the image {@code name} that {@code version} names, which may be a version, a
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

  /** The channels of the image {@code name} in alphabetical order, and what they point to. */
  public SortedMap<String, ImageRef> channels(String name) {
    return Collections.unmodifiableSortedMap(channels.getOrDefault(name, new TreeMap<>()));
  }

  /** The channels that point to {@code version}, in alphabetical order. */
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

  /** The image versions that are left out of this snapshot, and why. */
  public List<DamagedImage> damaged() {
    return damaged;
  }
}
