package org.pairboot.it.lab;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * A file of any size with random content that depends only on its size.
 *
 * @param size in bytes
 * @param sha256 of the content, in hex
 */
public record SeededFile(Path path, long size, String sha256) {
  private static final int CHUNK = 1 << 16;

  /** Writes a file. */
  public static SeededFile write(Path path, long size) {
    MessageDigest digest = newSha256();
    try (OutputStream out =
        new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(path)), digest)) {
      Random random = new Random(size);
      byte[] chunk = new byte[CHUNK];
      for (long left = size; left > 0; left -= CHUNK) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(left, CHUNK));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SeededFile(path, size, HexFormat.of().formatHex(digest.digest()));
  }

  /** The digest of any file, in hex. */
  public static String sha256(Path path) {
    try (InputStream in = Files.newInputStream(path);
        DigestOutputStream out =
            new DigestOutputStream(OutputStream.nullOutputStream(), newSha256())) {
      in.transferTo(out);
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The digest of bytes in memory, in hex. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newSha256().digest(bytes));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
