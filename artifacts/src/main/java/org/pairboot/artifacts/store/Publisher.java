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
import org.pairboot.artifacts.store.index.VersionWriter;
import org.pairboot.artifacts.store.oci.Descriptor;
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
      List<ImageVersion> published =
          now.readable(draft.ref()).stream().map(IndexEntry.Readable::image).toList();
      Optional<ImageVersion> existing =
          published.stream()
              .filter(image -> image.architecture().equals(draft.architecture()))
              .findFirst();
      if (existing.isPresent()) {
        requireSame(existing.get(), candidate, published.size() > 1);
        if (!blobs.isEmpty()) {
          // The same index again, so that running servers notice the repaired blobs.
          transaction.commit(now.document(), blobs, Map.of());
        }
        return new PublishResult(existing.get(), false);
      }
      requireAnotherArchitecture(published, candidate);
      ImageVersion image = image(draft, parts, publicationTime(now));
      VersionWriter version = new VersionWriter(now, image.ref());
      version.put(image);
      if (now.entries().isEmpty()) {
        transaction.commit(now.local().state().withFirst(image));
      }
      transaction.commit(version.into(now.document()), blobs, version.documents());
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
  private static void requireSame(ImageVersion published, ImageVersion candidate, boolean isOneOf)
      throws StoreException {
    String what =
        published.ref() + (isOneOf ? " for " + published.architecture().orElseThrow() : "");
    if (!files(published).equals(files(candidate))) {
      throw exists(what, "other files");
    }
    if (!published.kernelArguments().equals(candidate.kernelArguments())) {
      throw exists(what, "other kernel arguments");
    }
  }

  /** Fails unless {@code candidate} can be told from what is published of its version. */
  private static void requireAnotherArchitecture(
      List<ImageVersion> published, ImageVersion candidate) throws StoreException {
    for (ImageVersion other : published) {
      if (other.architecture().isEmpty()) {
        throw exists(other.ref().toString(), "an unknown architecture");
      }
      if (candidate.architecture().isEmpty()) {
        throw new StoreException(
            Kind.IMAGE_EXISTS,
            "%s is already published for %s; say with --arch which other architecture these files are for, or choose another version"
                .formatted(other.ref(), other.architecture().get()));
      }
    }
  }

  private record PartFile(PartName name, Sha256 digest) {}

  private static List<PartFile> files(ImageVersion image) {
    return image.parts().stream().map(part -> new PartFile(part.name(), part.digest())).toList();
  }

  private static StoreException exists(String published, String difference) {
    return new StoreException(
        Kind.IMAGE_EXISTS,
        "%s is already published with %s; choose another version, or remove it first"
            .formatted(published, difference));
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
}
