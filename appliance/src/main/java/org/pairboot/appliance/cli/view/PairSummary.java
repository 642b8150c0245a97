package org.pairboot.appliance.cli.view;

import java.util.Optional;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;

/**
 * How well an initramfs and a rootfs belong together, in the words of every command.
 *
 * @param verification {@code verified}, {@code unverifiable}, {@code to prove}, {@code unproven} or
 *     {@code rejected}
 * @param reason why they are not verified
 */
public record PairSummary(String verification, Optional<String> reason) {
  public static final String REJECTED = "rejected";
  public static final String UNPROVEN = "unproven";
  public static final String UNVERIFIABLE = "unverifiable";
  public static final String VERIFIED = "verified";

  private static final PairSummary GOOD = new PairSummary(VERIFIED, Optional.empty());

  /** What was found by comparing the two. */
  public static PairSummary of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Verified verified -> GOOD;
      case Verdict.Unverifiable(String why) -> unverifiable(why);
      case Verdict.Rejected rejected -> new PairSummary(REJECTED, Optional.of(rejected.why()));
    };
  }

  /** What the store knows. */
  public static PairSummary of(ImageVersion image) {
    return of(image.verification());
  }

  public static PairSummary of(Verification verification) {
    return new PairSummary(verification.term(), verification.why());
  }

  private static PairSummary unverifiable(String why) {
    return new PairSummary(UNVERIFIABLE, Optional.of(why));
  }

  /** In one line, such as {@code unverifiable: the image carries no stream-hash}. */
  @Override
  public String toString() {
    return verification + reason.map(why -> ": " + why).orElse("");
  }
}
