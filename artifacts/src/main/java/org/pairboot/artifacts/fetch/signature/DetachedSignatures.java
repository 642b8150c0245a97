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

/** Checks files by detached signatures. Thread-safe. */
public final class DetachedSignatures {
  /** The largest signature file that is read, in bytes; most have less than 1 KiB. */
  public static final int MAX_BYTES = 64 << 10;

  /** Each one costs a pass of hashing, and nobody puts more into one file. */
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

  /** The result of checking a signature. */
  public sealed interface Verdict {
    /**
     * It was made by a key that may sign.
     *
     * @param signer owner and id of the key
     */
    record Good(String signer) implements Verdict {}

    /**
     * It is rejected.
     *
     * @param why continues the sentence "signature rejected: "
     */
    record Bad(String why) implements Verdict {}
  }

  /** A signature, and the key that it will be checked with. */
  private record Candidate(PGPSignature signature, SigningKey key) {}

  /**
   * Checks whether one of the signatures in {@code signature}, binary or armored, was made by a key
   * that may sign, and matches {@code file}.
   *
   * @param done receives the number of bytes read so far
   * @throws IOException when {@code file} cannot be read
   */
  public Verdict verify(Path file, byte[] signature, LongConsumer done) throws IOException {
    List<PGPSignature> signatures = parse(signature);
    if (signatures.isEmpty()) {
      return new Verdict.Bad("not an OpenPGP signature");
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
      if (matches(candidate.signature())) {
        return new Verdict.Good(candidate.key().name());
      }
      objections.add("it does not match the file (key " + candidate.key().name() + ")");
    }
    return new Verdict.Bad(String.join("; ", objections));
  }

  private void collect(
      PGPSignature signature, List<Candidate> candidates, List<String> objections) {
    String id = SigningKey.id(signature.getKeyID());
    if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      objections.add("it is not the signature of a file");
      return;
    }
    if (!STRONG_HASHES.contains(signature.getHashAlgorithm())) {
      objections.add("it uses a broken hash algorithm (key " + id + ")");
      return;
    }
    if (isExpired(signature)) {
      objections.add("it has expired (key " + id + ")");
      return;
    }
    List<SigningKey> known = keys.find(signature.getKeyID());
    if (known.isEmpty()) {
      objections.add("it was made by the unknown key " + id);
    }
    for (SigningKey key : known) {
      var objection = key.objection(clock.instant());
      if (objection.isPresent()) {
        objections.add(objection.get());
      } else if (canVerify(signature, key)) {
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

  private static boolean canVerify(PGPSignature signature, SigningKey key) {
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

  private static boolean matches(PGPSignature signature) {
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
      // The library also throws undeclared exceptions at malformed input.
      return List.of();
    }
  }
}
