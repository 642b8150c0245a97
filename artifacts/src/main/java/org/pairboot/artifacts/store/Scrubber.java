package org.pairboot.artifacts.store;

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
import java.util.regex.Pattern;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.DamagedBlob.Owner;
import org.pairboot.artifacts.store.DamagedBlob.Use;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * Reads every blob, whether something refers to it or not, and compares it with its digest. Takes
 * no lock: imports, removals and transfers go on meanwhile.
 */
record Scrubber(StoreFiles files) {
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");

  Scrubbed scrub(Progress progress) throws IOException {
    Map<Sha256, Descriptor> blobs = blobs();
    long bytes = blobs.values().stream().mapToLong(Descriptor::size).sum();
    LongConsumer counter = progress.beginCounting("reading all files", bytes);
    BlobCheck check = new BlobCheck(files.blobs());
    Map<Sha256, String> problems = new LinkedHashMap<>();
    for (Descriptor blob : blobs.values()) {
      check.damage(blob, counter).ifPresent(problem -> problems.put(blob.digest(), problem));
    }
    return new Scrubbed(blobs.size(), bytes, findings(problems));
  }

  /** What is referred to and what lies there, with the length that it should have. */
  private Map<Sha256, Descriptor> blobs() throws IOException {
    Map<Sha256, Descriptor> blobs =
        new LinkedHashMap<>(files.references().survey(files.indexFile().read()).blobs());
    try (DirectoryStream<Path> found = Files.newDirectoryStream(files.layout().blobs())) {
      for (Path file : found) {
        String name = file.getFileName().toString();
        if (BLOB.matcher(name).matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Sha256 digest = new Sha256(name);
          blobs.putIfAbsent(
              digest, Descriptor.of(OciNames.CONFIG_TYPE, digest, file.toFile().length()));
        }
      }
    }
    return blobs;
  }

  /** By the index as it is now: what was removed while this was reading is no damage. */
  private List<DamagedBlob> findings(Map<Sha256, String> problems) throws IOException {
    IndexDocument index = files.indexFile().read();
    Set<Sha256> referenced = files.references().of(index);
    Map<Sha256, Set<Use>> uses = new LinkedHashMap<>();
    List<DamagedBlob> findings = new ArrayList<>();
    for (Entry entry : files.entryReader().read(index, files.blobs()::content)) {
      if (entry.ref().isPresent()) {
        Map<String, Descriptor> own = new ImageBlobs(files.blobs()).of(entry.descriptor());
        own.forEach((name, blob) ->
            uses.computeIfAbsent(blob.digest(), digest -> new LinkedHashSet<>())
                .add(new Use(entry.ref().get(), name)));
        unusable(entry, own.values(), problems.keySet()).ifPresent(findings::add);
      }
    }
    problems.forEach((digest, problem) -> {
      if (referenced.contains(digest) || Files.exists(files.layout().blob(digest))) {
        Set<Use> hit = uses.getOrDefault(digest, Set.of());
        findings.add(
            new DamagedBlob(digest, problem, owner(digest, hit, referenced), List.copyOf(hit)));
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

  /** An image version whose bytes are those of its digests, and still make no sense. */
  private static Optional<DamagedBlob> unusable(
      Entry entry, Collection<Descriptor> blobs, Set<Sha256> damaged) {
    if (!(entry instanceof Entry.Damaged unusable)
        || blobs.stream().anyMatch(blob -> damaged.contains(blob.digest()))) {
      return Optional.empty();
    }
    return Optional.of(
        new DamagedBlob(
            entry.descriptor().digest(),
            "cannot be used: " + unusable.reason(),
            Owner.IMAGE,
            List.of(new Use(entry.ref().orElseThrow(), ImageBlobs.MANIFEST))));
  }
}
