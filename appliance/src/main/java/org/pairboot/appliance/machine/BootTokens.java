package org.pairboot.appliance.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pairboot.artifacts.content.DirectoryOwner;

/**
 * Tokens that only this server can make: the number of an attempt, and a code of 128 bits over it
 * and over what the URL of the report says of its machine (HMAC-SHA256, RFC 2104, truncated as its
 * section 5 allows). The same attempt and URL always have the same token, so nothing has to be
 * remembered of a script that was given out. Thread-safe.
 */
final class BootTokens {
  private static final String SECRET = "boot-secret";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final int CODE_BYTES = 16;

  /** Only characters that are one word in each loader's grammar, and in each kernel's. */
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})-([0-9a-f]{32})");

  private final SecretKeySpec key;

  private BootTokens(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * With the secret of that data directory, which is made when there is none.
   *
   * @throws IOException when it can be neither read nor made; the message says why
   */
  static BootTokens open(Path dataDirectory) throws IOException {
    Path file = dataDirectory.resolve(SECRET);
    byte[] secret;
    try {
      secret = readOrCreate(file);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": permission denied; it is for the server's user only", e);
    }
    if (secret.length != SECRET_BYTES) {
      throw new IOException(
          file
              + " is damaged: it has not "
              + SECRET_BYTES
              + " bytes; delete it and start the server again");
    }
    return new BootTokens(secret);
  }

  private static byte[] readOrCreate(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      create(file);
      return Files.readAllBytes(file);
    }
  }

  /** Of two processes that do it at the same time, one wins, and both read the same secret. */
  private static void create(Path file) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Path temporary =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            SECRET,
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(temporary, secret);
      DirectoryOwner.inherit(temporary);
      link(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void link(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      // Another process was quicker.
    } catch (IOException | UnsupportedOperationException e) {
      // The file system has no hard links; FAT and some network file systems have none.
      Files.move(temporary, file);
    }
  }

  /**
   * @param attempt from 1
   * @param facts as the URL of the report has them
   */
  String token(long attempt, String facts) {
    return attempt + "-" + code(attempt, facts);
  }

  /** The attempt of a token that this server made for {@code facts}; empty for any other text. */
  OptionalLong attempt(String token, String facts) {
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    long attempt = Long.parseLong(form.group(1));
    // In constant time, so that it cannot be guessed digit by digit.
    boolean genuine =
        MessageDigest.isEqual(
            code(attempt, facts).getBytes(StandardCharsets.US_ASCII),
            form.group(2).getBytes(StandardCharsets.US_ASCII));
    return genuine ? OptionalLong.of(attempt) : OptionalLong.empty();
  }

  private String code(long attempt, String facts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal((attempt + " " + facts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(code, CODE_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
