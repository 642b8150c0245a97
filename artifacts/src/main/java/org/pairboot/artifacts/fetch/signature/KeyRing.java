package org.pairboot.artifacts.fetch.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;

/** Public keys that may sign. Immutable and thread-safe. */
public final class KeyRing {
  private static final int MAX_FILE_BYTES = 8 << 20;
  private static final int MAX_FILES = 1000;

  private final List<PGPPublicKeyRing> rings;

  private KeyRing(List<PGPPublicKeyRing> rings) {
    this.rings = List.copyOf(rings);
  }

  /**
   * Reads keys.
   *
   * @param places files of keys, and directories of such files, in which other files are passed
   *     over. What does not exist is passed over.
   * @throws KeyRingException when a file that was named has no keys, or nothing can be read
   */
  public static KeyRing load(List<Path> places) throws KeyRingException {
    List<PGPPublicKeyRing> rings = new ArrayList<>();
    for (Path place : places) {
      try {
        if (Files.isDirectory(place)) {
          for (Path file : filesIn(place)) {
            rings.addAll(KeyFile.parse(read(file)));
          }
        } else if (Files.exists(place)) {
          rings.addAll(named(place));
        }
      } catch (KeyRingException e) {
        throw e;
      } catch (IOException e) {
        throw new KeyRingException("the keys in " + place + " cannot be read: " + e, e);
      }
    }
    return new KeyRing(rings);
  }

  /** Whether there is no key at all. */
  public boolean isEmpty() {
    return rings.isEmpty();
  }

  /** The keys that may have made signatures that bear this key id, with whom they belong to. */
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
    List<PGPPublicKeyRing> keys = KeyFile.parse(read(file));
    if (keys.isEmpty()) {
      throw new KeyRingException(
          file + " has no OpenPGP public keys; 'gpg --export --armor KEY' writes such a file",
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
          throw new KeyRingException(directory + " has more than " + MAX_FILES + " files", null);
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
}
