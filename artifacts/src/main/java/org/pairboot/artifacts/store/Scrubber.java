package org.pairboot.artifacts.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.ScrubReport.DamagedBlob;
import org.pairboot.artifacts.store.ScrubReport.Owner;
import org.pairboot.artifacts.store.ScrubReport.Use;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.index.Blobs;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * Reads blobs and compares them with their digests: those of one image version, or all of them.
 * Takes no lock: imports, removals and transfers continue meanwhile.
 */
final class Scrubber {
  private static final String INDEX = "index";
  private static final String MANIFEST = "manifest";
  private static final String CONFIG = "config";

  private final StoreDirectory directory;
  private final StoreIndex index;

  Scrubber(StoreDirectory directory, StoreIndex index) {
    this.directory = directory;
    this.index = index;
  }

  CheckResult check(ImageVersion image, Set<Sha256> except, Progress progress) throws IOException {
    ImageRef ref = image.ref();
    IndexState now = index.read();
    List<IndexEntry> entries = now.requireEntriesOf(ref);
    IndexEntry entry =
        now.entriesLike(image).stream()
            .map(IndexEntry.class::cast)
            .findFirst()
            .or(() ->
                entries.stream()
                    .filter(each -> each.architecture().equals(image.architecture()))
                    .findFirst())
            .orElse(entries.getFirst());
    Map<String, Descriptor> blobs = blobsOf(entry);
    blobs.values().removeIf(blob -> except.contains(blob.digest()));
    LongConsumer counter = progress.beginCounting("reading " + ref, length(blobs.values()));
    List<CheckResult.DamagedFile> damaged = new ArrayList<>();
    blobs.forEach((name, blob) ->
        index
            .blobs()
            .damage(blob, counter)
            .ifPresent(problem -> damaged.add(new CheckResult.DamagedFile(name, problem))));
    if (damaged.isEmpty() && entry instanceof IndexEntry.Damaged unusable) {
      damaged.add(new CheckResult.DamagedFile(MANIFEST, problem(unusable)));
    }
    return new CheckResult(ref, damaged);
  }

  ScrubReport scrub(Progress progress) throws IOException {
    Map<Sha256, Descriptor> blobs = allBlobs();
    long bytes = length(blobs.values());
    LongConsumer counter = progress.beginCounting("reading all files", bytes);
    Map<Sha256, String> problems = new LinkedHashMap<>();
    for (Descriptor blob : blobs.values()) {
      index
          .blobs()
          .damage(blob, counter)
          .ifPresent(problem -> problems.put(blob.digest(), problem));
    }
    return new ScrubReport(blobs.size(), bytes, findings(problems));
  }

  /** All blobs that the index refers to or that are on disk, with the length they should have. */
  private Map<Sha256, Descriptor> allBlobs() throws IOException {
    Map<Sha256, Descriptor> blobs =
        new LinkedHashMap<>(index.references().survey(index.readDocument()).blobs());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.blobs())) {
      for (Path file : files) {
        Optional<Sha256> digest = Blobs.digestOf(file);
        if (digest.isPresent() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          blobs.putIfAbsent(
              digest.get(),
              Descriptor.of(OciNames.CONFIG_TYPE, digest.get(), file.toFile().length()));
        }
      }
    }
    return blobs;
  }

  /** Judged by the index as it is now: what was removed during the scrub is not damage. */
  private List<DamagedBlob> findings(Map<Sha256, String> problems) throws IOException {
    IndexState now = index.read();
    Set<Sha256> referenced = index.references().of(now.document());
    Map<Sha256, Set<Use>> uses = new LinkedHashMap<>();
    List<DamagedBlob> findings = new ArrayList<>();
    for (IndexEntry entry : now.entries()) {
      if (entry.ref().isPresent()) {
        Map<String, Descriptor> blobs = blobsOf(entry);
        String directory =
            now.isOneOfSeveral(entry)
                ? entry.architecture().map(architecture -> architecture + "/").orElse("")
                : "";
        blobs.forEach((name, blob) ->
            uses.computeIfAbsent(blob.digest(), digest -> new LinkedHashSet<>())
                .add(new Use(entry.ref().get(), entry.architecture(), directory + name)));
        unusable(entry, blobs.values(), problems.keySet()).ifPresent(findings::add);
      }
    }
    problems.forEach((digest, problem) -> {
      if (referenced.contains(digest) || Files.exists(directory.blob(digest))) {
        Set<Use> affected = uses.getOrDefault(digest, Set.of());
        Owner owner = owner(digest, affected, referenced);
        findings.add(new DamagedBlob(digest, problem, owner, List.copyOf(affected)));
      }
    });
    return findings.stream().distinct().toList();
  }

  private static Owner owner(Sha256 digest, Set<Use> uses, Set<Sha256> referenced) {
    if (!uses.isEmpty()) {
      return Owner.IMAGE;
    }
    return referenced.contains(digest) ? Owner.OTHER_TOOL : Owner.NOBODY;
  }

  /** An image version whose bytes match their digests, but make no sense. */
  private static Optional<DamagedBlob> unusable(
      IndexEntry entry, Collection<Descriptor> blobs, Set<Sha256> damaged) {
    if (!(entry instanceof IndexEntry.Damaged unusable)
        || blobs.stream().anyMatch(blob -> damaged.contains(blob.digest()))) {
      return Optional.empty();
    }
    return Optional.of(
        new DamagedBlob(
            entry.manifest().digest(),
            problem(unusable),
            Owner.IMAGE,
            List.of(new Use(entry.ref().orElseThrow(), entry.architecture(), MANIFEST))));
  }

  private static String problem(IndexEntry.Damaged unusable) {
    return "cannot be used: " + unusable.reason();
  }

  /**
   * The blobs of an image version, by the names that people know: the index over its architectures
   * if there is one, manifest, config and parts. No more than what can be read.
   */
  private Map<String, Descriptor> blobsOf(IndexEntry entry) throws IOException {
    Map<String, Descriptor> named = new LinkedHashMap<>();
    if (entry.descriptor().mediaType().equals(OciNames.INDEX_TYPE)) {
      named.put(INDEX, entry.descriptor());
    }
    if (!entry.manifest().equals(entry.descriptor()) || named.isEmpty()) {
      named.put(MANIFEST, entry.manifest());
    }
    try {
      ObjectNode json = OciJson.parse(index.blobs().document(entry.manifest()));
      ManifestDocument manifest = ManifestDocument.parse(json);
      named.put(CONFIG, manifest.config());
      for (ManifestDocument.Layer layer : manifest.layers()) {
        // A part may have the name of one of the documents, but no two parts have the same name.
        String name = layer.name().fileName();
        named.put(
            named.containsKey(name) ? "part " + name : name,
            Descriptor.of(OciNames.CONFIG_TYPE, layer.digest(), layer.size()));
      }
    } catch (MalformedDocumentException e) {
      // Then the manifest is what is damaged, and nothing else can be found.
    }
    return named;
  }

  private static long length(Collection<Descriptor> blobs) {
    return blobs.stream().mapToLong(Descriptor::size).sum();
  }
}
