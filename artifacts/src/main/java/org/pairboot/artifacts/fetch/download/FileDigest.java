package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Sha256;

/** The digest of a whole file. */
final class FileDigest {
  private static final int BUFFER = 1 << 18;

  private FileDigest() {}

  static Sha256 of(Path file, LongConsumer done) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        total += count;
        done.accept(total);
      }
    }
    return Sha256.from(digest);
  }
}
