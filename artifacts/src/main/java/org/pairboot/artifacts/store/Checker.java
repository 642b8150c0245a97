package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.oci.Descriptor;

/** Reads the bytes of an image version and compares them with their digests. */
record Checker(StoreFiles files) {

  CheckResult check(ImageRef ref, Set<Sha256> except, Progress progress) throws IOException {
    Entry entry = find(ref);
    List<CheckResult.DamagedFile> damaged = new ArrayList<>();
    Map<String, Descriptor> blobs = new ImageBlobs(files.blobs()).of(entry.descriptor());
    blobs.values().removeIf(blob -> except.contains(blob.digest()));
    long total = blobs.values().stream().mapToLong(Descriptor::size).sum();
    LongConsumer counter = progress.beginCounting("reading " + ref, total);
    BlobCheck check = new BlobCheck(files.blobs());
    blobs.forEach((name, blob) ->
        check
            .damage(blob, counter)
            .ifPresent(problem -> damaged.add(new CheckResult.DamagedFile(name, problem))));
    if (damaged.isEmpty() && entry instanceof Entry.Damaged unusable) {
      String problem = "cannot be used: " + unusable.reason();
      damaged.add(new CheckResult.DamagedFile(ImageBlobs.MANIFEST, problem));
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
}
