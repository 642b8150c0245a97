package org.pairboot.artifacts.content;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest, as 64 lower-case hexadecimal digits.
 *
 * <p>Immutable and thread-safe.
 */
public record Sha256(String hex) {
  private static final String OCI_PREFIX = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Sha256 {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not a sha256 in lower-case hex: " + hex);
    }
  }

  /** Whether {@code text} is 64 lower-case hexadecimal digits. */
  public static boolean isHex(String text) {
    return HEX.matcher(text).matches();
  }

  /** The digest that {@code finished} computed. Resets {@code finished}. */
  public static Sha256 from(MessageDigest finished) {
    return new Sha256(HexFormat.of().formatHex(finished.digest()));
  }

  /** The digest of the remaining bytes of {@code bytes}, which are consumed. */
  public static Sha256 of(ByteBuffer bytes) {
    MessageDigest digest = newDigest();
    digest.update(bytes);
    return from(digest);
  }

  /** Parses the OCI form, {@code sha256:<hex>}. */
  public static Sha256 parse(String ociDigest) {
    if (!ociDigest.startsWith(OCI_PREFIX)) {
      throw new IllegalArgumentException("not a sha256 digest: " + ociDigest);
    }
    return new Sha256(ociDigest.substring(OCI_PREFIX.length()));
  }

  /** Starts a SHA-256 computation. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The OCI form, {@code sha256:<hex>}. */
  @Override
  public String toString() {
    return OCI_PREFIX + hex;
  }
}
