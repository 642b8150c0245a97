package org.pairboot.artifacts.store.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.oci.ArchitectureIndex;
import org.pairboot.artifacts.store.oci.ConfigDocument;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * Writes the entries of one version in {@code index.json}, its own and those of its channels. They
 * are the manifest of its architecture; if it has several, an index over their manifests. Not
 * thread-safe.
 */
public final class VersionWriter {
  private final ImageRef ref;
  private final List<IndexEntry> before;
  private final Map<Optional<Architecture>, Descriptor> manifests = new LinkedHashMap<>();
  private final Map<Sha256, byte[]> documents = new LinkedHashMap<>();
  private final List<Instant> published = new ArrayList<>();

  /** Starts with what {@code state} has of the version {@code ref}. */
  public VersionWriter(IndexState state, ImageRef ref) {
    this.ref = ref;
    this.before = state.entriesOf(ref);
    for (IndexEntry entry : before) {
      state.publication(entry).ifPresent(publication -> published.add(publication.time()));
      switch (entry) {
        case IndexEntry.Readable readable ->
            manifests.putIfAbsent(
                readable.architecture(), ours(readable.manifest(), readable.architecture()));
        // What cannot be read stays, so that it is known to be damaged until it is replaced.
        case IndexEntry.Damaged damaged when damaged.architecture().isPresent() ->
            manifests.putIfAbsent(
                damaged.architecture(), ours(damaged.manifest(), damaged.architecture()));
        case IndexEntry.Damaged _, IndexEntry.Foreign _ -> {}
      }
    }
  }

  /**
   * Adds {@code image}, or replaces what the version has for its architecture. Returns the digest
   * of its manifest.
   */
  public Sha256 put(ImageVersion image) {
    image.published().ifPresent(published::add);
    Descriptor config = document(OciNames.CONFIG_TYPE, ConfigDocument.bytes(image));
    Descriptor manifest =
        document(OciNames.MANIFEST_TYPE, ManifestDocument.of(image, config).bytes());
    manifests.put(image.architecture(), ours(manifest, image.architecture()));
    return manifest.digest();
  }

  /** Takes {@code architecture} out of the version. */
  public void remove(Architecture architecture) {
    manifests.remove(Optional.of(architecture));
  }

  /** The documents to which the entries refer, and which may be new. */
  public Map<Sha256, byte[]> documents() {
    return documents;
  }

  /**
   * {@code document} with this version as it is now: in the place that it has there, or at the end.
   */
  public IndexDocument into(IndexDocument document) {
    Map<Descriptor, Optional<Descriptor>> replaced = new HashMap<>();
    boolean placed = replace(replaced, document.refNames());
    IndexDocument changed = document.replacing(old -> replaced.getOrDefault(old, Optional.of(old)));
    if (placed || manifests.isEmpty()) {
      return changed;
    }
    Descriptor entry = entry();
    return changed.with(annotated(entry, entry, changed.refNames()));
  }

  /**
   * Says what takes the place of each entry of the version.
   *
   * @param replaced to which that is added
   * @param refNames that are taken
   * @return whether the version has a place of its own, and not only those of its channels
   */
  boolean replace(Map<Descriptor, Optional<Descriptor>> replaced, Set<String> refNames) {
    Optional<Descriptor> entry = manifests.isEmpty() ? Optional.empty() : Optional.of(entry());
    boolean placed = false;
    for (IndexEntry old : before) {
      Descriptor descriptor = old.descriptor();
      if (!replaced.containsKey(descriptor)) {
        boolean isChannel = old.channel().isPresent();
        replaced.put(
            descriptor,
            isChannel || !placed
                ? entry.map(now -> annotated(now, descriptor, refNames))
                : Optional.empty());
        placed |= !isChannel;
      }
    }
    return placed;
  }

  private Descriptor entry() {
    return manifests.size() == 1
        ? manifests.values().iterator().next()
        : ours(
            document(
                OciNames.INDEX_TYPE,
                new ArchitectureIndex(List.copyOf(manifests.values())).bytes()),
            Optional.empty());
  }

  /** {@code entry} with the annotations of {@code old}, as far as they are still true. */
  private Descriptor annotated(Descriptor entry, Descriptor old, Set<String> refNames) {
    Map<String, String> annotations = new TreeMap<>(old.annotations());
    annotations.put(OciNames.IMAGE_NAME, ref.name());
    annotations.put(OciNames.IMAGE_VERSION, ref.version());
    published.stream()
        .min(Instant::compareTo)
        .ifPresent(first -> annotations.put(OciNames.CREATED, first.toString()));
    annotations.computeIfAbsent(OciNames.REF_NAME, _ -> OciNames.refName(ref, refNames));
    annotations.remove(OciNames.ARCHITECTURES);
    if (manifests.size() > 1) {
      annotations.put(OciNames.ARCHITECTURES, architectures().collect(Collectors.joining(",")));
    }
    return entry.annotated(annotations);
  }

  private Stream<String> architectures() {
    return manifests.keySet().stream().flatMap(Optional::stream).map(Architecture::toString);
  }

  private Descriptor document(String mediaType, byte[] bytes) {
    Descriptor descriptor = Descriptor.of(mediaType, bytes);
    documents.put(descriptor.digest(), bytes);
    return descriptor;
  }

  private static Descriptor ours(Descriptor blob, Optional<Architecture> platform) {
    return new Descriptor(
        blob.mediaType(),
        Optional.of(OciNames.ARTIFACT_TYPE),
        blob.digest(),
        blob.size(),
        platform,
        Map.of());
  }
}
