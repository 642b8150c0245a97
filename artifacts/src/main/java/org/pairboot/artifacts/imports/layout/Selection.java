package org.pairboot.artifacts.imports.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.text.PrintableText;

/** The entries of a layout that an import takes: one for each architecture of each version. */
final class Selection {
  private static final int MAX_LISTED = 10;
  private static final int MAX_REASON = 300;

  private final LayoutRequest request;
  private final Map<ChannelRef, ImageRef> channels = new LinkedHashMap<>();
  private final List<IndexEntry> images = new ArrayList<>();

  Selection(LayoutRequest request) {
    this.request = request;
    Set<Sha256> seen = new HashSet<>();
    for (IndexEntry entry : request.layout().list()) {
      entry.channel().ifPresent(channel -> channels.put(channel, entry.ref().orElseThrow()));
      // A channel is one more entry for the same manifest.
      if (!(entry instanceof IndexEntry.Foreign) && seen.add(entry.digest())) {
        images.add(entry);
      }
    }
  }

  /**
   * What is to be imported, in the order of the layout.
   *
   * @throws ImportException when the layout lacks what was named, or has nothing
   */
  List<IndexEntry> chosen() throws ImportException {
    if (images.isEmpty()) {
      throw new ImportException(
          "%s has no image of Pairboot; 'pairboot inspect %s' lists what it has"
              .formatted(request.layout().path(), request.layout().path()));
    }
    for (ImageSelector wanted : request.images()) {
      if (images.stream().noneMatch(entry -> isNamed(entry, wanted))) {
        throw new ImportException(
            "%s has no image %s; it has %s"
                .formatted(
                    request.layout().path(),
                    wanted,
                    listed(images.stream().map(Selection::name).distinct().toList())));
      }
    }
    List<IndexEntry> named =
        images.stream()
            .filter(entry ->
                request.images().isEmpty()
                    || request.images().stream().anyMatch(wanted -> isNamed(entry, wanted)))
            .toList();
    List<IndexEntry> chosen = named.stream().filter(this::isForArchitecture).toList();
    if (chosen.isEmpty()) {
      throw new ImportException(
          "%s has nothing for %s; it has %s"
              .formatted(
                  request.layout().path(),
                  request.architecture().orElseThrow(),
                  listed(
                      named.stream()
                          .flatMap(entry -> entry.architecture().stream())
                          .map(Architecture::toString)
                          .distinct()
                          .toList())));
    }
    return chosen;
  }

  /** The channels of the layout that point to {@code image}. */
  List<ChannelRef> channelsOf(ImageRef image) {
    return channels.entrySet().stream()
        .filter(channel -> channel.getValue().equals(image))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** {@code NAME@VERSION}, or what else is known of an entry that cannot be read. */
  static String name(IndexEntry entry) {
    return entry.ref().map(ImageRef::toString).orElseGet(() -> entry.digest().toString());
  }

  /** The same, with the architecture where the layout has several. */
  String fullName(IndexEntry entry) {
    boolean isOneOfSeveral =
        images.stream()
                .filter(other -> other.ref().equals(entry.ref()))
                .map(IndexEntry::architecture)
                .distinct()
                .count()
            > 1;
    return name(entry)
        + entry.architecture().filter(_ -> isOneOfSeveral).map(known -> " for " + known).orElse("");
  }

  /** Why the index alone shows that {@code entry} cannot be imported. */
  Optional<String> objection(IndexEntry entry) {
    if (entry instanceof IndexEntry.Damaged damaged) {
      return Optional.of(
          "it is damaged (%s); copy or make it again"
              .formatted(PrintableText.of(damaged.reason(), MAX_REASON)));
    }
    return images.stream()
            .anyMatch(other ->
                !other.digest().equals(entry.digest())
                    && other instanceof IndexEntry.Readable readable
                    && isSameVersion(readable.image(), ((IndexEntry.Readable) entry).image()))
        ? Optional.of("the layout has two of it; remove one of them there")
        : Optional.empty();
  }

  private static boolean isSameVersion(ImageVersion one, ImageVersion other) {
    return one.ref().equals(other.ref()) && one.architecture().equals(other.architecture());
  }

  private boolean isNamed(IndexEntry entry, ImageSelector wanted) {
    Optional<ImageRef> version =
        channels.entrySet().stream()
            .filter(channel -> channel.getKey().toString().equals(wanted.toString()))
            .map(Map.Entry::getValue)
            .findFirst()
            .or(wanted::ref);
    return entry
        .ref()
        .filter(ref -> version.map(ref::equals).orElseGet(() -> ref.name().equals(wanted.name())))
        .isPresent();
  }

  private boolean isForArchitecture(IndexEntry entry) {
    return entry.architecture().isEmpty()
        || request.architecture().isEmpty()
        || entry.architecture().equals(request.architecture());
  }

  private static String listed(Collection<String> names) {
    int more = names.size() - MAX_LISTED;
    return names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
