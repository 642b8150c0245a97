package org.pairboot.artifacts.fetch.download;

import java.util.Optional;
import org.pairboot.artifacts.content.Sha256;

/**
 * A file that is wanted, and what is known of it.
 *
 * @param label what it is, in a word or two for messages
 * @param sha256 of its bytes, where somebody has told
 */
public record Artifact(
    String label, Source source, Optional<Sha256> sha256, Optional<SignaturePlace> signature) {

  /**
   * Where a signature is looked for.
   *
   * @param promised whether somebody has told that there is one, so that its absence means
   *     something
   */
  public record SignaturePlace(Source source, boolean promised) {}

  /** A file of which only its place is known; its signature lies beside it or not at all. */
  public static Artifact at(String label, Source source) {
    return new Artifact(
        label,
        source,
        Optional.empty(),
        Optional.of(new SignaturePlace(source.withSuffix(".sig"), false)));
  }

  /** For messages. */
  @Override
  public String toString() {
    return label + " (" + source + ")";
  }
}
