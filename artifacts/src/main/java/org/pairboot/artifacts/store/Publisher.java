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
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.oci.ConfigDocument;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciNames;
import org.pairboot.artifacts.store.oci.OciRefName;

/** Makes staged parts an image version. */
record Publisher(StoreFiles files, StoreLock lock, InstantSource clock) {

  Published publish(Staging staging, ImageDraft draft) throws IOException {
    List<StagedPart> parts = staging.parts();
    // What takes long is done before the lock is taken.
    ImageVersion candidate = image(draft, parts, clock.instant());
    Set<Sha256> sound = soundBlobs(parts);
    try (ProcessLock _ = lock.acquire()) {
      files.pending().settle();
      IndexDocument index = files.indexFile().read();
      List<Entry> entries = files.entryReader().read(index, files.blobs()::content);
      Channels.of(entries).requireNone(draft.ref());
      Optional<ImageVersion> existing = readable(entries, draft.ref());
      if (existing.isPresent()) {
        SameContent.require(existing.get(), candidate);
        mend(index, blobFiles(parts, sound));
        return new Published(existing.get(), false);
      }
      Instant published = publicationTime(entries);
      ImageVersion image = image(draft, parts, published);
      Map<Sha256, Path> blobs = blobFiles(parts, sound);
      Descriptor descriptor = writeDocuments(staging, image, index, blobs);
      add(index, entries, descriptor, image.ref(), blobs);
      return new Published(image, true);
    }
  }

  private ImageVersion image(ImageDraft draft, List<StagedPart> parts, Instant published)
      throws NotPublishable {
    try {
      return new ImageVersion(
          draft.ref(),
          published,
          draft.architecture(),
          parts.stream()
              .map(p -> new Part(p.name(), files.blobs().content(p.digest(), p.length())))
              .toList(),
          draft.kernelArguments(),
          draft.verification(),
          draft.fetchesRootfs(),
          draft.notes());
    } catch (IllegalArgumentException e) {
      throw new NotPublishable(draft.ref(), e);
    }
  }

  /**
   * Which blobs are there already and whole. They are read again, so that importing an image once
   * more mends a blob that the disk has spoilt.
   */
  private Set<Sha256> soundBlobs(List<StagedPart> parts) {
    Set<Sha256> sound = new HashSet<>();
    for (StagedPart part : parts) {
      try {
        if (files.blobs().lengthDamage(part.digest(), part.length()).isEmpty()
            && ContentHash.of(
                    List.of(files.blobs().content(part.digest(), part.length())), hashed -> {})
                .equals(part.digest())) {
          sound.add(part.digest());
        }
      } catch (IOException e) {
        // Unreadable, so ours takes its place.
      }
    }
    return sound;
  }

  /** The staged files that have to become blobs. The caller holds the lock. */
  private Map<Sha256, Path> blobFiles(List<StagedPart> parts, Set<Sha256> sound) {
    Map<Sha256, Path> blobs = new LinkedHashMap<>();
    for (StagedPart part : parts) {
      boolean isThere = Files.exists(files.layout().blob(part.digest()));
      if (!isThere || !sound.contains(part.digest())) {
        blobs.putIfAbsent(part.digest(), part.file());
      }
    }
    return blobs;
  }

  private Instant publicationTime(List<Entry> entries) {
    // The newest version is found by its time, so a clock that was set back must not tell.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return entries.stream()
        .filter(Entry.Readable.class::isInstance)
        .map(entry -> ((Entry.Readable) entry).image().published().plusMillis(1))
        .filter(now::isBefore)
        .max(Instant::compareTo)
        .orElse(now);
  }

  private Descriptor writeDocuments(
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

  private Descriptor document(
      Staging staging, String name, String mediaType, byte[] bytes, Map<Sha256, Path> blobs)
      throws IOException {
    Path file = staging.document(name);
    files.disk().delete(file);
    new AtomicFile(files.layout(), files.disk()).write(file, bytes);
    Descriptor descriptor = Descriptor.of(mediaType, bytes);
    blobs.put(descriptor.digest(), file);
    return descriptor;
  }

  private static Map<String, String> annotations(ImageVersion image, IndexDocument index) {
    ImageRef ref = image.ref();
    return Map.of(
        OciNames.REF_NAME, OciRefName.of(ref, index.refNames()),
        OciNames.CREATED, image.published().toString(),
        OciNames.IMAGE_NAME, ref.name(),
        OciNames.IMAGE_VERSION, ref.version());
  }

  private void add(
      IndexDocument index,
      List<Entry> entries,
      Descriptor descriptor,
      ImageRef ref,
      Map<Sha256, Path> blobs)
      throws IOException {
    // An entry that cannot be read any more is no version that could be changed by this.
    Set<Descriptor> replaced =
        entries.stream()
            .filter(entry -> entry.ref().filter(ref::equals).isPresent())
            .map(Entry::descriptor)
            .collect(Collectors.toSet());
    Set<Sha256> concerned = new HashSet<>(blobs.keySet());
    for (Descriptor old : replaced) {
      concerned.addAll(files.references().of(old));
    }
    IndexDocument changed = index.without(replaced::contains).with(descriptor);
    for (Entry entry : entries) {
      if (replaced.contains(entry.descriptor()) && Channels.channel(entry).isPresent()) {
        ChannelRef channel = Channels.channel(entry).get();
        changed = changed.with(Channels.pointing(channel, descriptor, changed));
      }
    }
    change(changed, blobs, concerned);
  }

  private void mend(IndexDocument index, Map<Sha256, Path> blobs) throws IOException {
    if (!blobs.isEmpty()) {
      // The same index once more, so that running servers look at the blobs again.
      change(index, blobs, blobs.keySet());
    }
  }

  private void change(IndexDocument index, Map<Sha256, Path> blobs, Set<Sha256> concerned)
      throws IOException {
    Disk disk = files.disk();
    for (Path file : blobs.values()) {
      disk.protect(file);
    }
    files.pending().note(concerned);
    try {
      for (Map.Entry<Sha256, Path> blob : blobs.entrySet()) {
        disk.rename(blob.getValue(), files.layout().blob(blob.getKey()));
      }
      disk.syncDirectory(files.layout().blobs());
      files.indexFile().replace(index);
    } catch (IOException e) {
      settleAfter(e);
      throw e;
    }
    files.pending().settle();
  }

  private void settleAfter(IOException failure) {
    try {
      files.pending().settle();
    } catch (IOException e) {
      // The next writer or start tries again.
      failure.addSuppressed(e);
    }
  }

  private static Optional<ImageVersion> readable(List<Entry> entries, ImageRef ref) {
    for (Entry entry : entries) {
      if (entry instanceof Entry.Readable(Descriptor descriptor, ImageVersion image)
          && image.ref().equals(ref)) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }
}
