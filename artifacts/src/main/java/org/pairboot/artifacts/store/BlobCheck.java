package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.oci.Descriptor;

/** Reads all bytes of a blob and compares them with its digest. */
record BlobCheck(Blobs blobs) {

  /**
   * What is wrong with {@code blob}, to be read behind its name; empty when nothing is.
   *
   * @param progress is told the bytes of each step, in all those of the blob where it is sound
   */
  Optional<String> damage(Descriptor blob, LongConsumer progress) {
    try {
      Optional<String> lengthDamage = blobs.lengthDamage(blob.digest(), blob.size());
      if (lengthDamage.isPresent()) {
        progress.accept(blob.size());
        return lengthDamage;
      }
      Sha256 actual = blobs.actualDigest(blob.digest(), progress);
      return actual.equals(blob.digest())
          ? Optional.empty()
          : Optional.of("does not match its digest");
    } catch (IOException e) {
      return Optional.of("cannot be read: " + Failures.describe(e));
    }
  }
}
