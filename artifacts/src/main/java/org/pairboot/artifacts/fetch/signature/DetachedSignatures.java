package org.pairboot.artifacts.fetch.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.StreamSupport;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** Checks files by signatures that lie beside them. Thread-safe. */
public final class DetachedSignatures {
  /** Largest signature file that is looked at, in bytes. */
  public static final int MAX_BYTES = 64 << 10;

  /** More than anybody puts into one file; each costs a pass of hashing. */
  private static final int MAX_SIGNATURES = 8;

  private static final int BUFFER = 1 << 18;

  /** MD5, SHA-1 and RIPEMD-160 have collisions, or are as short (RFC 9580 section 9.5). */
  private static final Set<Integer> STRONG_HASHES =
      Set.of(
          HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512);

  private final KeyRing keys;
  private final InstantSource clock;

  public DetachedSignatures(KeyRing keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A signature, and the key that it will be checked with. */
  private record Candidate(PGPSignature signature, SigningKey key) {}

  /**
   * Whether one of the signatures in {@code signature}, binary or armored, is by a key that may
   * sign and of the bytes of {@code file}.
   *
   * @param done takes the number of bytes read so far
   * @throws IOException when {@code file} cannot be read
   */
  public SignatureVerdict verify(Path file, byte[] signature, LongConsumer done)
      throws IOException {
    List<PGPSignature> signatures = parse(signature);
    if (signatures.isEmpty()) {
      return new SignatureVerdict.Bad("it is no OpenPGP signature");
    }
    List<String> objections = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (PGPSignature each : signatures) {
      collect(each, candidates, objections);
    }
    if (!candidates.isEmpty()) {
      feed(file, candidates, done);
    }
    for (Candidate candidate : candidates) {
      if (isRight(candidate.signature())) {
        return new SignatureVerdict.Good(candidate.key().name());
      }
      objections.add("it is not of these bytes (key " + candidate.key().name() + ")");
    }
    return new SignatureVerdict.Bad(String.join("; ", objections));
  }

  private void collect(
      PGPSignature signature, List<Candidate> candidates, List<String> objections) {
    String id = SigningKey.id(signature.getKeyID());
    if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      objections.add("it is not one of a file");
      return;
    }
    if (!STRONG_HASHES.contains(signature.getHashAlgorithm())) {
      objections.add("it uses a hash that is broken; key " + id);
      return;
    }
    if (isExpired(signature)) {
      objections.add("it has expired; key " + id);
      return;
    }
    List<SigningKey> known = keys.find(signature.getKeyID());
    if (known.isEmpty()) {
      objections.add("it is by the key " + id + ", which is not among those that may sign");
    }
    for (SigningKey key : known) {
      var objection = key.objection(clock.instant());
      if (objection.isPresent()) {
        objections.add(objection.get());
      } else if (isStarted(signature, key)) {
        candidates.add(new Candidate(signature, key));
        return;
      } else {
        objections.add("it cannot be checked with the key " + key.name());
      }
    }
  }

  private boolean isExpired(PGPSignature signature) {
    if (signature.getHashedSubPackets() == null) {
      return false;
    }
    long seconds = signature.getHashedSubPackets().getSignatureExpirationTime();
    Instant end = signature.getCreationTime().toInstant().plusSeconds(seconds);
    return seconds > 0 && !clock.instant().isBefore(end);
  }

  private static boolean isStarted(PGPSignature signature, SigningKey key) {
    try {
      signature.init(new BcPGPContentVerifierBuilderProvider(), key.key());
      return true;
    } catch (PGPException | RuntimeException e) {
      return false;
    }
  }

  private static void feed(Path file, List<Candidate> candidates, LongConsumer done)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long total = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (Candidate candidate : candidates) {
          candidate.signature().update(buffer, 0, count);
        }
        total += count;
        done.accept(total);
      }
    }
  }

  private static boolean isRight(PGPSignature signature) {
    try {
      return signature.verify();
    } catch (PGPException | RuntimeException e) {
      return false;
    }
  }

  private static List<PGPSignature> parse(byte[] bytes) {
    try {
      PGPObjectFactory objects =
          new BcPGPObjectFactory(PGPUtil.getDecoderStream(new ByteArrayInputStream(bytes)));
      return objects.nextObject() instanceof PGPSignatureList list
          ? StreamSupport.stream(list.spliterator(), false).limit(MAX_SIGNATURES).toList()
          : List.of();
    } catch (IOException | RuntimeException e) {
      // Not all that the library throws at odd input is declared.
      return List.of();
    }
  }
}
