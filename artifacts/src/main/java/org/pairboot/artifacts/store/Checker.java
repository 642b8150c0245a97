package org.pairboot.artifacts.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.image.ImageRef;

/** Reads all bytes of an image version and compares them with their digests. */
record Checker(StoreFiles files) {
  private static final String MANIFEST = "manifest";
  private static final String CONFIG = "config";

  CheckResult check(ImageRef ref, Progress progress) throws IOException {
    Entry entry = find(ref);
    List<CheckResult.DamagedFile> damaged = new ArrayList<>();
    Map<String, Descriptor> blobs = blobs(entry.descriptor());
    long total = blobs.values().stream().mapToLong(Descriptor::size).sum();
    Counter counter = new Counter(progress, total);
    blobs.forEach((name, blob) ->
        damage(blob, counter)
            .ifPresent(problem -> damaged.add(new CheckResult.DamagedFile(name, problem))));
    if (damaged.isEmpty() && entry instanceof Entry.Damaged unusable) {
      damaged.add(new CheckResult.DamagedFile(MANIFEST, "cannot be used: " + unusable.reason()));
    }
    return new CheckResult(ref, damaged);
  }

  private Entry find(ImageRef ref) throws IOException {
    List<Entry> entries =
        files.entryReader().read(files.indexFile().read(), files.blobs()::content);
    return entries.stream()
        .filter(entry -> entry.ref().filter(ref::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new NoSuchImage(ref, Remover.known(entries)));
  }

  private Map<String, Descriptor> blobs(Descriptor manifestBlob) throws IOException {
    Map<String, Descriptor> blobs = new LinkedHashMap<>();
    blobs.put(MANIFEST, manifestBlob);
    try {
      ObjectNode json = Json.parse(files.blobs().document(manifestBlob));
      ManifestDocument manifest = ManifestDocument.parse(json);
      blobs.put(CONFIG, manifest.config());
      for (ManifestDocument.Layer layer : manifest.layers()) {
        // A part may be called as one of the documents is, but no two parts are.
        String name = layer.name().fileName();
        blobs.put(
            blobs.containsKey(name) ? "part " + name : name,
            Descriptor.of(OciNames.CONFIG_TYPE, layer.digest(), layer.size()));
      }
    } catch (MalformedDocument e) {
      // Then the manifest is what is damaged, and it is all there is to look at.
    }
    return blobs;
  }

  private Optional<String> damage(Descriptor blob, LongConsumer progress) {
    try {
      Optional<String> lengthDamage = files.blobs().lengthDamage(blob.digest(), blob.size());
      if (lengthDamage.isPresent()) {
        progress.accept(blob.size());
        return lengthDamage;
      }
      Sha256 actual =
          ContentHash.of(List.of(files.blobs().content(blob.digest(), blob.size())), progress);
      return actual.equals(blob.digest())
          ? Optional.empty()
          : Optional.of("does not match its digest");
    } catch (IOException e) {
      return Optional.of("cannot be read: " + Failures.describe(e));
    }
  }
}
