package org.pairboot.artifacts.content;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest, as 64 lower-case hexadecimal digits.
 *
 * <p>Immutable and thread-safe.
 */
public record Sha256(String hex) {
  private static final String OCI_PREFIX = "sha256:";
  private static final int DIGITS = 64;

  private static final MessageDigest UNUSED = lookUp();

  private static MessageDigest lookUp() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  public Sha256 {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not a sha256 in lower-case hex: " + hex);
    }
  }

  /** Whether {@code text} is 64 lower-case hexadecimal digits. */
  public static boolean isHex(String text) {
    if (text.length() != DIGITS) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
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
      // Looking it up takes the interpreter longer than hashing a small document.
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("Java's own SHA-256 can be copied", e);
    }
  }

  // What Java generates for a record is a chain of method handles, which the interpreter takes ten
  // times as long for; stores look up thousands of digests at each start.
  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256(String digits) && hex.equals(digits);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  /** The OCI form, {@code sha256:<hex>}. */
  @Override
  public String toString() {
    return OCI_PREFIX + hex;
  }
}
