package org.pairboot.artifacts.fetch.signature;

/** What a detached signature says of a file. */
public sealed interface SignatureVerdict {
  /**
   * It is by a key that may sign.
   *
   * @param signer owner and id of the key
   */
  record Good(String signer) implements SignatureVerdict {}

  /**
   * It is none that counts.
   *
   * @param why in a few words that go on after "its signature: "
   */
  record Bad(String why) implements SignatureVerdict {}
}
