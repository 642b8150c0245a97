package org.pairboot.artifacts.fetch.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** The public keys whose signatures are accepted. Immutable and thread-safe. */
public final class KeyRing {
  /** Bounds the memory; the key ring of a vendor has some 100 KB. */
  private static final int MAX_FILE_BYTES = 8 << 20;

  /** A directory with more files than this is not a directory of keys. */
  private static final int MAX_FILES = 1000;

  private static final String BLOCK = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

  private final List<PGPPublicKeyRing> rings;

  private KeyRing(List<PGPPublicKeyRing> rings) {
    this.rings = List.copyOf(rings);
  }

  /** A key file cannot be used. The message names the file and the remedy. */
  public static final class KeyRingException extends IOException {
    private static final long serialVersionUID = 1L;

    private KeyRingException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Reads keys.
   *
   * @param places key files, and directories of key files, in which other files are ignored. Places
   *     that do not exist are ignored.
   * @throws KeyRingException when a file among {@code places} contains no keys, or reading fails
   */
  public static KeyRing load(List<Path> places) throws KeyRingException {
    List<PGPPublicKeyRing> rings = new ArrayList<>();
    for (Path place : places) {
      try {
        if (Files.isDirectory(place)) {
          for (Path file : filesIn(place)) {
            rings.addAll(parse(read(file)));
          }
        } else if (Files.exists(place)) {
          rings.addAll(named(place));
        }
      } catch (KeyRingException e) {
        throw e;
      } catch (IOException e) {
        throw new KeyRingException("cannot read the keys in " + place + ": " + e, e);
      }
    }
    return new KeyRing(rings);
  }

  /** Whether there are no keys. */
  public boolean isEmpty() {
    return rings.isEmpty();
  }

  /** The keys with this id, which need not be unique. */
  List<SigningKey> find(long keyId) {
    List<SigningKey> found = new ArrayList<>();
    for (PGPPublicKeyRing ring : rings) {
      PGPPublicKey key = ring.getPublicKey(keyId);
      if (key != null) {
        found.add(new SigningKey(key, ring.getPublicKey()));
      }
    }
    return found;
  }

  private static List<PGPPublicKeyRing> named(Path file) throws IOException {
    List<PGPPublicKeyRing> keys = parse(read(file));
    if (keys.isEmpty()) {
      throw new KeyRingException(
          file + " contains no OpenPGP public keys; 'gpg --export --armor KEY' writes such a file",
          null);
    }
    return keys;
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, Files::isRegularFile)) {
      for (Path entry : entries) {
        files.add(entry);
        if (files.size() > MAX_FILES) {
          throw new KeyRingException(
              directory + " contains more than " + MAX_FILES + " files", null);
        }
      }
    }
    files.sort(null);
    return files;
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_FILE_BYTES);
    }
  }

  /**
   * The keys in {@code file}, which is binary or has any number of armored blocks; none when it is
   * something else.
   */
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
      // The library also throws undeclared exceptions at malformed input. It is not a key.
    }
  }
}
