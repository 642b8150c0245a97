package org.pairboot.artifacts.fetch.download;

import java.util.Optional;
import org.pairboot.artifacts.content.Sha256;

/**
 * A file to fetch, and what is known about it.
 *
 * @param label names it in messages, in a word or two
 * @param sha256 of its bytes, if it is known
 * @param signedList where the digest comes from, if that is signed, so that the file itself need
 *     not be
 */
public record Artifact(
    String label,
    Source source,
    Optional<Sha256> sha256,
    Optional<SignaturePlace> signature,
    Optional<Source> signedList) {

  /** A file whose digest is in no signed list. */
  public Artifact(
      String label, Source source, Optional<Sha256> sha256, Optional<SignaturePlace> signature) {
    this(label, source, sha256, signature, Optional.empty());
  }

  /**
   * Where the signature is expected.
   *
   * @param promised whether metadata names the signature, so that a missing one is an error
   */
  public record SignaturePlace(Source source, boolean promised) {}

  /** A file of which only the place is known; its signature may be beside it. */
  public static Artifact at(String label, Source source) {
    return new Artifact(
        label,
        source,
        Optional.empty(),
        Optional.of(new SignaturePlace(source.withSuffix(".sig"), false)));
  }

  /** Label and source, for messages. */
  @Override
  public String toString() {
    return label + " (" + source + ")";
  }
}
