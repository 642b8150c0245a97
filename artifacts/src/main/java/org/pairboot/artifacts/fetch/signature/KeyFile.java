package org.pairboot.artifacts.fetch.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** A file of public keys: binary, or any number of armored blocks one behind the other. */
final class KeyFile {
  private static final String BLOCK = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

  private KeyFile() {}

  /** The keys in {@code file}; none when it holds something else. */
  static List<PGPPublicKeyRing> parse(byte[] file) {
    List<PGPPublicKeyRing> keys = new ArrayList<>();
    if (file.length > 0 && file[0] < 0) {
      // RFC 9580 section 4.2: the first bit of every packet is set.
      add(file, keys);
      return keys;
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (int start = text.indexOf(BLOCK); start >= 0; ) {
      int next = text.indexOf(BLOCK, start + BLOCK.length());
      String block = next < 0 ? text.substring(start) : text.substring(start, next);
      add(block.getBytes(StandardCharsets.ISO_8859_1), keys);
      start = next;
    }
    return keys;
  }

  private static void add(byte[] block, List<PGPPublicKeyRing> keys) {
    try {
      Iterator<PGPPublicKeyRing> found =
          new PGPPublicKeyRingCollection(
                  PGPUtil.getDecoderStream(new ByteArrayInputStream(block)),
                  new BcKeyFingerprintCalculator())
              .getKeyRings();
      found.forEachRemaining(keys::add);
    } catch (IOException | PGPException | RuntimeException e) {
      // Not all that the library throws at odd input is declared. Whatever this is, it is no key.
    }
  }
}
