package org.pairboot.artifacts.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.LeftOut.DamagedImage;
import org.pairboot.artifacts.store.LeftOut.Unproven;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.local.LocalStateFile;

/**
 * What the store contained at one moment. Immutable and thread-safe. Contents of a version that was
 * removed since can no longer be opened; those already open stay readable.
 */
public final class Snapshot {
  private final List<VersionSnapshot> newestFirst;
  private final Map<ImageRef, VersionSnapshot> byRef = new HashMap<>();

  /** By name, and then by version, the newest first. */
  private final TreeMap<String, LinkedHashMap<String, VersionSnapshot>> byName = new TreeMap<>();

  private final Map<String, TreeMap<String, ImageRef>> channels = new HashMap<>();
  private final List<DamagedImage> damaged;
  private final List<Unproven> unproven;
  private final LocalStateFile.Reading local;
  private final Snapshot bootableByDefault;
  private final Set<ImageVersion> defaultVersions;

  /**
   * @param inOrder the order of the index decides between equal times, and which architecture of a
   *     version is the first
   * @param channels and the versions that they point to, which may be damaged ones
   */
  Snapshot(
      List<VersionSnapshot.Examined> inOrder,
      Map<ChannelRef, ImageRef> channels,
      LocalStateFile.Reading local) {
    this.local = local;
    Map<ImageRef, VersionSnapshot> all = new LinkedHashMap<>();
    for (VersionSnapshot.Examined examined : inOrder) {
      examined
          .entry()
          .ref()
          .ifPresent(ref -> all.computeIfAbsent(ref, _ -> new VersionSnapshot()).add(examined));
    }
    all.forEach((ref, version) -> {
      if (!version.images().isEmpty()) {
        byRef.put(ref, version);
      }
    });
    List<VersionSnapshot> ordered = new ArrayList<>(all.values());
    ordered.removeIf(version -> version.images().isEmpty());
    Collections.reverse(ordered);
    ordered.sort((a, b) -> Long.compare(b.order(), a.order()));
    this.newestFirst = List.copyOf(ordered);
    for (VersionSnapshot version : newestFirst) {
      add(version);
    }
    channels.forEach((channel, version) -> {
      if (!byRef.containsKey(channel.shadowed())) {
        this.channels
            .computeIfAbsent(channel.image(), name -> new TreeMap<>())
            .put(channel.channel(), version);
      }
    });
    this.damaged =
        inOrder.stream()
            .flatMap(examined ->
                examined.damage().map(why -> DamagedImage.of(examined.entry(), why, all)).stream())
            .distinct()
            .toList();
    this.unproven =
        inOrder.stream()
            .flatMap(examined -> examined.unproven().stream())
            .map(Unproven::of)
            .distinct()
            .toList();
    this.bootableByDefault = hidesInstallers() ? new Snapshot(this) : this;
    this.defaultVersions =
        defaultImage().stream()
            .flatMap(kept -> bootableByDefault.all(kept.image()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Without the versions that install themselves. */
  private Snapshot(Snapshot all) {
    this.newestFirst =
        all.newestFirst.stream().filter(version -> !version.installsItself()).toList();
    for (VersionSnapshot version : newestFirst) {
      byRef.put(version.ref(), version);
      add(version);
    }
    this.channels.putAll(all.channels);
    this.damaged = all.damaged;
    this.unproven = all.unproven;
    this.local = all.local;
    this.bootableByDefault = this;
    this.defaultVersions = Set.of();
  }

  private void add(VersionSnapshot version) {
    byName
        .computeIfAbsent(version.ref().name(), _ -> new LinkedHashMap<>())
        .put(version.ref().version(), version);
  }

  private Collection<VersionSnapshot> versionsOf(String name) {
    return byName.getOrDefault(name, new LinkedHashMap<>()).values();
  }

  private boolean hidesInstallers() {
    return defaultImage()
        .filter(kept -> !kept.mayInstall())
        .filter(kept -> VersionSnapshot.isAnyInstaller(versionsOf(kept.image().name())))
        .isPresent();
  }

  /** The names of all images, in alphabetical order. */
  public List<String> images() {
    return List.copyOf(byName.keySet());
  }

  /**
   * All architectures of all versions of all images: the newest version first by publication, its
   * architectures in alphabetical order.
   */
  public List<ImageVersion> all() {
    return newestFirst.stream().flatMap(VersionSnapshot::alphabetical).toList();
  }

  /**
   * The architectures of the version {@code ref} in alphabetical order; first an image whose
   * architecture is unknown. Empty if there is no such version.
   */
  public List<ImageVersion> all(ImageRef ref) {
    return Stream.ofNullable(byRef.get(ref)).flatMap(VersionSnapshot::alphabetical).toList();
  }

  /** {@code NAME@VERSION}, and {@code for ARCHITECTURE} if the version has several. */
  public String describe(ImageVersion image) {
    return all(image.ref()).size() > 1
        ? image.ref() + image.architecture().map(known -> " for " + known).orElse("")
        : image.ref().toString();
  }

  /** What the version {@code ref} is known to be for, in alphabetical order. */
  public List<Architecture> architectures(ImageRef ref) {
    return all(ref).stream().flatMap(image -> image.architecture().stream()).toList();
  }

  /**
   * The versions of the image {@code name}, newest first by publication, each for the architecture
   * that this store got first; empty if unknown.
   */
  public List<ImageVersion> versions(String name) {
    return versionsOf(name).stream().flatMap(version -> version.first().stream()).toList();
  }

  /** The version {@code ref}, for the architecture that this store got first. */
  public Optional<ImageVersion> find(ImageRef ref) {
    return Optional.ofNullable(byRef.get(ref)).flatMap(VersionSnapshot::first);
  }

  /**
   * The version that {@code selector} names, or the newest if it names none, for the architecture
   * that this store got first.
   */
  public Optional<ImageVersion> find(ImageSelector selector) {
    return find(selector.name(), selector.version().orElse(ImageRef.LATEST));
  }

  /**
   * The version that {@code selector} names, or the newest one with this architecture if it names
   * none, for {@code architecture}. An image of unknown architecture counts as one for each.
   */
  public Optional<ImageVersion> find(ImageSelector selector, Architecture architecture) {
    return find(selector.name(), selector.version().orElse(ImageRef.LATEST), architecture);
  }

  /** As {@link #find(ImageSelector, Architecture)}; name and version may be any text. */
  public Optional<ImageVersion> find(String name, String version, Architecture architecture) {
    return named(name, version).flatMap(each -> each.of(architecture).stream()).findFirst();
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
    List<Unproven> unproven = unproven(selector);
    if (!unproven.isEmpty()) {
      throw new StoreException(
          StoreException.Kind.NO_SUCH_IMAGE,
          "%s is unproven: %s".formatted(unproven.getFirst().ref(), unproven.getFirst().why()));
    }
    Optional<DamagedImage> damaged = damaged(selector);
    throw damaged.isPresent()
        ? new StoreException(
            StoreException.Kind.NO_SUCH_IMAGE, damaged.get() + "; import it again to repair it")
        : StoreException.noSuchImage(selector.toString(), namesLike(selector));
  }

  /**
   * As {@link #find(ImageSelector, Architecture)}.
   *
   * @throws StoreException of kind {@code NO_SUCH_IMAGE}, which says what there is
   */
  public ImageVersion require(ImageSelector selector, Architecture architecture)
      throws StoreException {
    Optional<ImageVersion> found = find(selector, architecture);
    if (found.isPresent()) {
      return found.get();
    }
    ImageRef ref = require(selector).ref();
    List<String> known = architectures(ref).stream().map(Architecture::toString).toList();
    throw new StoreException(
        StoreException.Kind.NO_SUCH_IMAGE,
        "%s has nothing for %s; it has %s"
            .formatted(ref, architecture, String.join(" and ", known)));
  }

  /** All names of the kind that {@code selector} is: of images, or of versions and channels. */
  private List<String> namesLike(ImageSelector selector) {
    return selector.version().isEmpty()
        ? images()
        : Stream.concat(
                newestFirst.stream().map(version -> version.ref().toString()),
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
    return named(name, version).flatMap(each -> each.first().stream()).findFirst();
  }

  /** The versions that {@code version} may mean, the best first. */
  private Stream<VersionSnapshot> named(String name, String version) {
    if (version.equals(ImageRef.LATEST)) {
      return versionsOf(name).stream();
    }
    String concrete =
        Optional.ofNullable(channels(name).get(version)).map(ImageRef::version).orElse(version);
    return Stream.ofNullable(byName.get(name)).flatMap(all -> Stream.ofNullable(all.get(concrete)));
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

  /** The version of {@code name} that was published last, as {@link #find(ImageRef)} returns it. */
  public Optional<ImageVersion> latest(String name) {
    return versions(name).stream().findFirst();
  }

  /** The image version that was published last of all. */
  public Optional<ImageVersion> latestOfAll() {
    return newestFirst.stream().flatMap(version -> version.first().stream()).findFirst();
  }

  /** What machines boot that no plan names, as it is kept; it may not exist any more. */
  public Optional<DefaultImage> defaultImage() {
    return local.state().defaultImage();
  }

  /**
   * This snapshot with nothing in it that the default image must not be: unless somebody allowed
   * it, a version that {@link ImageVersion#installer installs itself}. So no import, no channel and
   * no proof makes the machines that no plan names overwrite their disks.
   */
  public Snapshot bootableByDefault() {
    return bootableByDefault;
  }

  /** What the default image means now: what machines boot of each architecture that there is. */
  public Set<ImageVersion> defaultVersions() {
    return defaultVersions;
  }

  private Stream<ImageVersion> all(ImageSelector image) {
    return Stream.concat(
        find(image).stream(),
        architectures(image.name()).stream().flatMap(each -> find(image, each).stream()));
  }

  /** For which there is a version of the image {@code name}. */
  private Set<Architecture> architectures(String name) {
    Set<Architecture> found = EnumSet.noneOf(Architecture.class);
    for (VersionSnapshot version : versionsOf(name)) {
      for (ImageVersion image : version.images()) {
        if (image.architecture().isEmpty()) {
          return EnumSet.allOf(Architecture.class);
        }
        found.add(image.architecture().get());
      }
    }
    return found;
  }

  /** What is left out of this snapshot because this store has not proven it. */
  public List<Unproven> unproven() {
    return unproven;
  }

  /** What {@code selector} names, or has a version of, but is not proven. */
  public List<Unproven> unproven(ImageSelector selector) {
    ImageSelector resolved = resolve(selector);
    return unproven.stream().filter(each -> each.isNamedBy(resolved)).toList();
  }

  /** What a proof is due for: first what is served already, then what nobody has looked at. */
  public List<ImageVersion> due() {
    return Stream.concat(
            all().stream().filter(image -> image.verification() instanceof Verification.ToProve),
            unproven.stream()
                .map(Unproven::image)
                .filter(Unproven::isUntried)
                // A second one under a name that is served would never be.
                .filter(image -> !isServed(image.ref(), image.architecture())))
        .toList();
  }

  private boolean isServed(ImageRef ref, Optional<Architecture> architecture) {
    return all(ref).stream().anyMatch(image -> image.architecture().equals(architecture));
  }

  /** Whether it lacks nothing that a change under way might explain. */
  boolean isWhole() {
    return damaged.isEmpty() && unproven.isEmpty();
  }

  /** Why the store counts nothing as proven, in one line; empty as long as all is well. */
  public Optional<String> problem() {
    return local.problem();
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
