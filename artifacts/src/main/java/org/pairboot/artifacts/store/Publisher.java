package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.ImageStore.ImageDraft;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.oci.ConfigDocument;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciNames;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/** Makes an image version of staged parts. */
final class Publisher {
  private final StoreDirectory directory;
  private final StoreIndex index;
  private final InstantSource clock;

  Publisher(StoreDirectory directory, StoreIndex index, InstantSource clock) {
    this.directory = directory;
    this.index = index;
    this.clock = clock;
  }

  PublishResult publish(Staging staging, ImageDraft draft) throws IOException {
    List<StagedPart> parts = staging.parts();
    // What takes long happens before the lock is taken.
    ImageVersion candidate = image(draft, parts, clock.instant());
    Set<Sha256> intact = intactBlobs(parts);
    return index.change(transaction -> {
      IndexState now = transaction.index();
      requireNoChannel(draft.ref(), now);
      Map<Sha256, Path> blobs = missingBlobs(parts, intact);
      Optional<ImageVersion> existing = now.readable(draft.ref()).map(IndexEntry.Readable::image);
      if (existing.isPresent()) {
        requireSame(existing.get(), candidate);
        if (!blobs.isEmpty()) {
          // The same index again, so that running servers notice the repaired blobs.
          transaction.commit(now.document(), blobs);
        }
        return new PublishResult(existing.get(), false);
      }
      ImageVersion image = image(draft, parts, publicationTime(now));
      Descriptor descriptor = writeDocuments(staging, image, now.document(), blobs);
      transaction.commit(withVersion(now, image.ref(), descriptor), blobs);
      return new PublishResult(image, true);
    });
  }

  private ImageVersion image(ImageDraft draft, List<StagedPart> parts, Instant published)
      throws StoreException {
    try {
      return new ImageVersion(
          draft.ref(),
          published,
          draft.architecture(),
          parts.stream()
              .map(p -> new Part(p.name(), index.blobs().content(p.digest(), p.length())))
              .toList(),
          draft.kernelArguments(),
          draft.verification(),
          draft.fetchesRootfs(),
          draft.notes());
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          Kind.NOT_PUBLISHABLE, "cannot publish " + draft.ref() + ": " + e.getMessage(), e);
    }
  }

  private static void requireNoChannel(ImageRef version, IndexState now) throws StoreException {
    for (ChannelRef channel : now.channels().keySet()) {
      if (channel.shadowed().equals(version)) {
        throw new StoreException(
            Kind.NAME_TAKEN,
            "%s is a channel, so no version can be named '%s'; choose another version, or remove the channel first"
                .formatted(version, version.version()));
      }
    }
  }

  /**
   * Fails when publishing a version again would change what machines get. What the import found out
   * about it (verification, notes) may differ: a later release may know more.
   */
  private static void requireSame(ImageVersion published, ImageVersion candidate)
      throws StoreException {
    if (!files(published).equals(files(candidate))) {
      throw exists(published, "other files");
    }
    if (!published.kernelArguments().equals(candidate.kernelArguments())) {
      throw exists(published, "other kernel arguments");
    }
    if (!published.architecture().equals(candidate.architecture())) {
      throw exists(published, "architecture " + published.architecture().orElse("unknown"));
    }
  }

  private record PartFile(PartName name, Sha256 digest) {}

  private static List<PartFile> files(ImageVersion image) {
    return image.parts().stream().map(part -> new PartFile(part.name(), part.digest())).toList();
  }

  private static StoreException exists(ImageVersion published, String difference) {
    return new StoreException(
        Kind.IMAGE_EXISTS,
        "%s is already published with %s; choose another version, or remove it first"
            .formatted(published.ref(), difference));
  }

  /**
   * Which blobs exist already and are intact. They are read again, so that importing an image again
   * repairs blobs that the disk has corrupted.
   */
  private Set<Sha256> intactBlobs(List<StagedPart> parts) {
    Set<Sha256> intact = new HashSet<>();
    for (StagedPart part : parts) {
      Descriptor blob = Descriptor.of(OciNames.CONFIG_TYPE, part.digest(), part.length());
      if (index.blobs().damage(blob, hashed -> {}).isEmpty()) {
        intact.add(part.digest());
      }
    }
    return intact;
  }

  /** The staged files that have to become blobs. The caller holds the lock. */
  private Map<Sha256, Path> missingBlobs(List<StagedPart> parts, Set<Sha256> intact) {
    Map<Sha256, Path> missing = new LinkedHashMap<>();
    for (StagedPart part : parts) {
      if (!intact.contains(part.digest()) || !Files.exists(directory.blob(part.digest()))) {
        missing.putIfAbsent(part.digest(), part.file());
      }
    }
    return missing;
  }

  private Instant publicationTime(IndexState now) {
    // The newest version is found by its time, so a clock that was set back must not be trusted.
    Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return now.entries().stream()
        .filter(IndexEntry.Readable.class::isInstance)
        .map(entry -> ((IndexEntry.Readable) entry).image().published().plusMillis(1))
        .filter(time::isBefore)
        .max(Instant::compareTo)
        .orElse(time);
  }

  private static Descriptor writeDocuments(
      Staging staging, ImageVersion image, IndexDocument index, Map<Sha256, Path> blobs)
      throws IOException {
    byte[] config = ConfigDocument.bytes(image);
    Descriptor configBlob = document(staging, "config", OciNames.CONFIG_TYPE, config, blobs);
    List<ManifestDocument.Layer> layers =
        image.parts().stream()
            .map(part -> new ManifestDocument.Layer(part.name(), part.digest(), part.length()))
            .toList();
    byte[] manifest = new ManifestDocument(configBlob, layers).bytes();
    Descriptor manifestBlob =
        document(staging, "manifest", OciNames.MANIFEST_TYPE, manifest, blobs);
    return new Descriptor(
        manifestBlob.mediaType(),
        Optional.of(OciNames.ARTIFACT_TYPE),
        manifestBlob.digest(),
        manifestBlob.size(),
        annotations(image, index));
  }

  private static Descriptor document(
      Staging staging, String name, String mediaType, byte[] bytes, Map<Sha256, Path> blobs)
      throws IOException {
    Descriptor descriptor = Descriptor.of(mediaType, bytes);
    blobs.put(descriptor.digest(), staging.writeDocument(name, bytes));
    return descriptor;
  }

  private static Map<String, String> annotations(ImageVersion image, IndexDocument index) {
    ImageRef ref = image.ref();
    return Map.of(
        OciNames.REF_NAME, OciNames.refName(ref, index.refNames()),
        OciNames.CREATED, image.published().toString(),
        OciNames.IMAGE_NAME, ref.name(),
        OciNames.IMAGE_VERSION, ref.version());
  }

  /** The index with a new entry for {@code ref}, in place of entries that cannot be read. */
  private static IndexDocument withVersion(IndexState now, ImageRef ref, Descriptor descriptor) {
    List<IndexEntry> replaced = now.entriesOf(ref);
    IndexDocument changed = now.without(replaced).with(descriptor);
    for (IndexEntry entry : replaced) {
      Optional<ChannelRef> channel = entry.channel();
      if (channel.isPresent()) {
        changed = IndexState.withChannel(changed, channel.get(), descriptor);
      }
    }
    return changed;
  }
}
