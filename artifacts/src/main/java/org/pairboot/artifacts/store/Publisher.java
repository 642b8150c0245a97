package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.index.VersionWriter;
import org.pairboot.artifacts.store.local.LocalState;
import org.pairboot.artifacts.store.local.LocalState.Known;
import org.pairboot.artifacts.store.local.LocalState.Publication;
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
    ImageVersion candidate = image(draft, parts);
    Set<Sha256> intact = intactBlobs(parts);
    return index.change(
        Optional.of(draft.ref()),
        transaction -> {
          IndexState now = transaction.index();
          Optional<IndexEntry.Readable> same = requirePublishable(candidate, now);
          Map<Sha256, Path> blobs = missingBlobs(parts, intact);
          if (same.isPresent() && same.get().image().verification().isServed()) {
            LocalState proven = proven(now, same.get(), draft.verification());
            if (blobs.isEmpty()) {
              transaction.commit(proven);
            } else {
              // The same index again, so that running servers notice the repaired blobs.
              transaction.commit(now.document(), blobs, Map.of(), proven);
            }
            return new PublishResult(
                proven.judge(same.get().image(), same.get().manifest().digest()), false);
          }
          return new PublishResult(add(candidate, blobs, transaction), true);
        });
  }

  /** Fails as {@link #publish} would, because of what is in the store now. */
  Void require(ImageVersion candidate) throws IOException {
    requirePublishable(candidate, index.read());
    return null;
  }

  /** Returns the entry of the same version for the same architecture, if there is one. */
  private static Optional<IndexEntry.Readable> requirePublishable(
      ImageVersion candidate, IndexState now) throws StoreException {
    requireNoChannel(candidate.ref(), now);
    List<IndexEntry.Readable> readable = now.readable(candidate.ref());
    Optional<IndexEntry.Readable> same =
        readable.stream()
            .filter(entry -> entry.architecture().equals(candidate.architecture()))
            .findFirst();
    if (same.isPresent()) {
      requireSame(same.get().image(), candidate, readable.size() > 1);
    } else {
      requireAnotherArchitecture(
          readable.stream().map(IndexEntry.Readable::image).toList(), candidate);
    }
    return same;
  }

  private static LocalState proven(
      IndexState now, IndexEntry.Readable entry, Verification verification) {
    Sha256 manifest = entry.manifest().digest();
    return now.known().with(manifest, new Known(now.publication(entry), verification));
  }

  private ImageVersion add(
      ImageVersion candidate, Map<Sha256, Path> blobs, StoreIndex.Transaction transaction)
      throws IOException {
    IndexState now = transaction.index();
    Publication publication = publication(candidate, now);
    ImageVersion image = candidate.known(Optional.of(publication.time()), candidate.verification());
    VersionWriter version = new VersionWriter(now, image.ref());
    Known known = new Known(Optional.of(publication), image.verification());
    LocalState knows = now.known().with(version.put(image), known);
    if (now.entries().isEmpty()) {
      knows = knows.withFirst(image);
    }
    transaction.commit(version.into(now.document()), blobs, version.documents(), knows);
    return image;
  }

  /** What repairs a damaged image, or one that failed a proof, does not make it the newest. */
  private Publication publication(ImageVersion image, IndexState now) {
    return now.entriesOf(image.ref()).stream()
        .filter(entry -> entry.architecture().equals(image.architecture()))
        .flatMap(entry -> now.publication(entry).stream())
        .findFirst()
        .orElseGet(() ->
            new Publication(
                now.orderOf(image.ref()), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  private ImageVersion image(ImageDraft draft, List<StagedPart> parts) throws StoreException {
    try {
      return new ImageVersion(
          draft.ref(),
          Optional.empty(),
          draft.architecture(),
          draft.kernelForm(),
          parts.stream()
              .map(p -> new Part(p.name(), index.blobs().content(p.digest(), p.length())))
              .toList(),
          draft.kernelArguments(),
          draft.verification(),
          draft.fetchesRootfs(),
          draft.notes(),
          draft.source());
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
    if (!published.hasFilesOf(candidate)) {
      throw published.verification().isServed()
          ? exists(what, "other files")
          : new StoreException(
              Kind.IMAGE_EXISTS,
              "%s is in the store with other files, which are unproven; choose another version, or remove it first"
                  .formatted(what));
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
}
