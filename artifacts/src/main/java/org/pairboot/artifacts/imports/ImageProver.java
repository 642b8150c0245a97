package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Verifies images, and lets the store note what that proves: from then on, an image that another
 * tool put in is served, and one of an earlier release that fails is not.
 */
public final class ImageProver {
  private static final int MAX_REASON = 900;

  private final ImageStore store;
  private final ImageVerifier verifier;

  public ImageProver(ImageStore store) {
    this.store = store;
    this.verifier = new ImageVerifier(store);
  }

  /**
   * What was found.
   *
   * @param verification what the store knows of the image now
   */
  public record Outcome(ImageVerifier.Result result, Verification verification) {

    /** Whether machines may get the image, and its files are intact. */
    public boolean isGood() {
      return result.isGood() && verification.isServed();
    }
  }

  /**
   * Reads all of {@code image}. What this store has proven before stays so, whatever is found: then
   * its files are damaged, and importing it again repairs them.
   *
   * @param allowUnverified whether to accept that an image carries no proof
   * @throws IOException when the store cannot be read, or cannot take the proof down
   */
  public Outcome prove(ImageVersion image, boolean allowUnverified, Progress progress)
      throws IOException {
    Outcome outcome = examine(image, allowUnverified, progress);
    if (!outcome.verification().equals(image.verification())) {
      store.record(Map.of(image, outcome.verification()));
    }
    return outcome;
  }

  /**
   * As {@link #prove}, without a note in the store: for who {@linkplain ImageStore#record notes}
   * many results at once.
   */
  public Outcome examine(ImageVersion image, boolean allowUnverified, Progress progress)
      throws IOException {
    ImageVerifier.Result result = verifier.verify(image, progress);
    Verification found =
        switch (image.verification()) {
          case Verification.Verified _, Verification.Unverifiable _ -> image.verification();
          case Verification.ToProve(Optional<String> accepted) ->
              found(image, result, allowUnverified || accepted.isPresent(), accepted);
          case Verification.Unproven _ -> found(image, result, allowUnverified, Optional.empty());
        };
    return new Outcome(result, found);
  }

  private static Verification found(
      ImageVersion image, ImageVerifier.Result result, boolean accept, Optional<String> reason) {
    if (!result.bytes().isSound()) {
      return failed(
          "it is damaged (%s); import it again, or copy it here again"
              .formatted(result.bytes().damaged().getFirst()));
    }
    return switch (result.pair().orElseGet(() -> new Verdict.Unverifiable(noPair(image)))) {
      case Verdict.Verified _ -> new Verification.Verified();
      case Verdict.Rejected rejected -> failed("its pair does not match: " + rejected.why());
      case Verdict.Unverifiable(String why) when accept ->
          new Verification.Unverifiable(shown(reason.orElse(why)));
      case Verdict.Unverifiable(String why) ->
          failed(
              "it carries no proof (%s); 'pairboot verify --allow-unverified %s' accepts that"
                  .formatted(why, image.ref()));
    };
  }

  private static String noPair(ImageVersion image) {
    if (image.initramfs().isEmpty()) {
      return "there is no initramfs beside the kernel";
    }
    return image.payloads().isEmpty()
        ? "there is no rootfs beside the initramfs"
        : "it has no checksum that ties its files together";
  }

  private static Verification failed(String why) {
    return new Verification.Unproven(Optional.of(shown(why)));
  }

  private static String shown(String text) {
    return PrintableText.of(text, MAX_REASON);
  }
}
