package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.artifacts.content.PacedProgress;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ScrubReport;
import org.pairboot.artifacts.store.image.ImageVersion;

/** Reads a whole store: every blob, then every pair whose bytes are intact. */
public final class StoreScrubber {
  private final ImageStore store;
  private final OptionalLong bytesPerSecond;

  /**
   * @param bytesPerSecond how fast to read at most; empty: no limit
   */
  public StoreScrubber(ImageStore store, OptionalLong bytesPerSecond) {
    this.store = store;
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * What was found.
   *
   * @param bytes the result for every blob
   * @param pairs those that do not match although their bytes are as published
   */
  public record Result(ScrubReport bytes, List<RejectedPair> pairs) {
    public Result {
      pairs = List.copyOf(pairs);
    }

    public boolean isSound() {
      return bytes.damaged().isEmpty() && pairs.isEmpty();
    }
  }

  /** A pair that should not have been published. */
  public record RejectedPair(ImageVersion image, String why) {}

  /**
   * Reads everything; images that are removed in the meantime are ignored.
   *
   * @throws IOException when the store cannot be read
   */
  public Result scrub(Progress progress) throws IOException {
    ScrubReport bytes = store.scrub(limited(progress, ""));
    return new Result(bytes, rejectedPairs(bytes, progress));
  }

  private static boolean isDamaged(ImageVersion image, ScrubReport bytes) {
    return bytes.damaged().stream()
        .flatMap(blob -> blob.uses().stream())
        .anyMatch(use ->
            use.image().equals(image.ref()) && use.architecture().equals(image.architecture()));
  }

  private List<RejectedPair> rejectedPairs(ScrubReport bytes, Progress progress)
      throws IOException {
    ImageVerifier verifier = new ImageVerifier(store);
    List<RejectedPair> rejected = new ArrayList<>();
    for (ImageVersion image : store.refresh().all()) {
      if (!isDamaged(image, bytes)) {
        verdict(verifier, image, limited(progress, " " + image.ref())).ifPresent(rejected::add);
      }
    }
    return rejected;
  }

  /** Adds {@code suffix} to the names of steps, and slows the reader down to the rate. */
  private Progress limited(Progress progress, String suffix) {
    Progress named = (name, bytes) -> progress.begin(name + suffix, bytes);
    return new PacedProgress(named, bytesPerSecond);
  }

  private Optional<RejectedPair> verdict(
      ImageVerifier verifier, ImageVersion image, Progress progress) throws IOException {
    try {
      return verifier
          .verifyPair(image, progress)
          .filter(Verdict.Rejected.class::isInstance)
          .map(verdict -> new RejectedPair(image, ((Verdict.Rejected) verdict).why()));
    } catch (IOException e) {
      if (!store.refresh().all(image.ref()).contains(image)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
