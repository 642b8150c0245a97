package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.pair.PairVerdict;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ScrubReport;
import org.pairboot.artifacts.store.ScrubReport.DamagedBlob;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;

/** Reads a whole store: every blob, and then every pair whose bytes are sound. */
public final class StoreScrubber {
  private final ImageStore store;
  private final OptionalLong bytesPerSecond;

  /**
   * @param bytesPerSecond how fast to read at most; empty: as fast as it goes
   */
  public StoreScrubber(ImageStore store, OptionalLong bytesPerSecond) {
    this.store = store;
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Reads everything; images that are removed meanwhile are no finding.
   *
   * @throws IOException when the store cannot be read
   */
  public ScrubResult scrub(Progress progress) throws IOException {
    ScrubReport bytes = store.scrub(limited(progress, ""));
    return new ScrubResult(bytes, rejectedPairs(hit(bytes), progress));
  }

  private static Set<ImageRef> hit(ScrubReport bytes) {
    Set<ImageRef> hit = new HashSet<>();
    for (DamagedBlob blob : bytes.damaged()) {
      blob.uses().forEach(use -> hit.add(use.image()));
    }
    return hit;
  }

  private List<ScrubResult.RejectedPair> rejectedPairs(Set<ImageRef> damaged, Progress progress)
      throws IOException {
    ImageVerifier verifier = new ImageVerifier(store);
    List<ScrubResult.RejectedPair> rejected = new ArrayList<>();
    for (ImageVersion image : store.snapshot().all()) {
      if (!damaged.contains(image.ref())) {
        verdict(verifier, image, limited(progress, " " + image.ref())).ifPresent(rejected::add);
      }
    }
    return rejected;
  }

  /** Passes steps on, with {@code suffix} on their names, and holds whoever reports to the rate. */
  private Progress limited(Progress progress, String suffix) {
    return (name, bytes) -> {
      RateLimit limit = new RateLimit(bytesPerSecond);
      LongConsumer step = progress.begin(name + suffix, bytes);
      return done -> {
        limit.pace(done);
        step.accept(done);
      };
    };
  }

  private Optional<ScrubResult.RejectedPair> verdict(
      ImageVerifier verifier, ImageVersion image, Progress progress) throws IOException {
    try {
      return verifier
          .verifyPair(image, progress)
          .filter(PairVerdict.Rejected.class::isInstance)
          .map(verdict ->
              new ScrubResult.RejectedPair(image.ref(), ((PairVerdict.Rejected) verdict).why()));
    } catch (IOException e) {
      if (store.snapshot().find(image.ref()).isEmpty()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
