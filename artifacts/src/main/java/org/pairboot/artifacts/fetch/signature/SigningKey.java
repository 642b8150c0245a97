package org.pairboot.artifacts.fetch.signature;

import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.pairboot.artifacts.text.PrintableText;

/**
 * A key that may have made a signature.
 *
 * @param primary the primary key, which names the owner: {@code key} itself, or the one of which it
 *     is a subkey
 */
record SigningKey(PGPPublicKey key, PGPPublicKey primary) {

  /** Why signatures by this key are rejected, whatever they sign; empty if they are not. */
  Optional<String> objection(Instant now) {
    if (primary.hasRevocation() || key.hasRevocation()) {
      return Optional.of("the key " + name() + " has been revoked");
    }
    Optional<Instant> expired =
        Stream.of(primary, key)
            .flatMap(each -> expiry(each).stream())
            .filter(end -> !now.isBefore(end))
            .findFirst();
    if (expired.isPresent()) {
      return Optional.of(
          "the key %s expired on %s; get the renewed key from its owner"
              .formatted(name(), expired.get()));
    }
    return isSubkey() && !isBoundForSigning()
        ? Optional.of("the key " + name() + " may not sign")
        : Optional.empty();
  }

  /** Owner and key id. */
  String name() {
    Iterator<String> owners = primary.getUserIDs();
    String owner = owners.hasNext() ? PrintableText.of(owners.next()) : "unnamed";
    return owner + " " + id(key.getKeyID());
  }

  static String id(long keyId) {
    return String.format(Locale.ROOT, "%016X", keyId);
  }

  /** Empty for a key that never expires. */
  private static Optional<Instant> expiry(PGPPublicKey key) {
    long seconds = key.getValidSeconds();
    return seconds > 0
        ? Optional.of(key.getCreationTime().toInstant().plusSeconds(seconds))
        : Optional.empty();
  }

  private boolean isSubkey() {
    return key.getKeyID() != primary.getKeyID();
  }

  /** Whether the owner has certified this subkey for signing (RFC 9580 section 5.2.1.8). */
  private boolean isBoundForSigning() {
    Iterator<PGPSignature> bindings = key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
    while (bindings.hasNext()) {
      PGPSignature binding = bindings.next();
      PGPSignatureSubpacketVector hashed = binding.getHashedSubPackets();
      if (hashed != null && (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0 && isGood(binding)) {
        return true;
      }
    }
    return false;
  }

  private boolean isGood(PGPSignature binding) {
    try {
      binding.init(new BcPGPContentVerifierBuilderProvider(), primary);
      return binding.verifyCertification(primary, key);
    } catch (PGPException | RuntimeException e) {
      return false;
    }
  }
}
