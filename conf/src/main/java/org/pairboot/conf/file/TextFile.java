package org.pairboot.conf.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Text files of limited size. */
public final class TextFile {
  private TextFile() {}

  /**
   * Reads a file.
   *
   * @param maxSize in bytes
   * @throws FileException when it does not exist, may not be read, is larger, is not UTF-8, or is
   *     not a regular file: a FIFO or a device might never end
   */
  public static String read(Path file, int maxSize) throws FileException {
    byte[] bytes;
    try {
      requireRegular(file);
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(maxSize + 1);
      }
    } catch (IOException e) {
      throw new FileException(file.toString(), reason(e));
    }
    if (bytes.length > maxSize) {
      throw new FileException(
          file.toString(), "larger than " + (maxSize >> 20) + " MiB, the limit for such files");
    }
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(left).toString();
    } catch (CharacterCodingException e) {
      throw new FileException(
          file + ":" + lineOf(bytes, left.position()),
          "not valid UTF-8; convert the file with iconv -t UTF-8");
    }
  }

  /**
   * Refuses what is no regular file, before it is opened: opening a FIFO waits for a writer.
   *
   * @throws IOException also when there is no such file
   */
  public static void requireRegular(Path file) throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
  }

  /** Why a file cannot be read, in a few words for people. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied; give the server's user read access";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> "cannot be read: " + e.getMessage();
    };
  }

  private static int lineOf(byte[] bytes, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}
