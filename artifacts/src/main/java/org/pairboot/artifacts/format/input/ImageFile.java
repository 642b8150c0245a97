package org.pairboot.artifacts.format.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file, or a range of one, that is read as an image.
 *
 * @param path of the file
 * @param name for messages; for an upload, this is not the path
 * @param offset of the image in the file, in bytes
 * @param length its length in bytes
 */
public record ImageFile(Path path, String name, long offset, long length) {
  public ImageFile {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset " + offset + ", length " + length);
    }
  }

  /** All of {@code path}; messages name it by its path. */
  public static ImageFile of(Path path) throws IOException {
    return new ImageFile(path, path.toString(), 0, Files.size(path));
  }

  /** The same bytes under another name. */
  public ImageFile named(String newName) {
    return new ImageFile(path, newName, offset, length);
  }

  /** {@code partLength} bytes from {@code from}, counted from the start of this image. */
  public ImageFile part(long from, long partLength) {
    if (from < 0 || partLength < 0 || from > length - partLength) {
      throw new IllegalArgumentException(
          partLength + " bytes from " + from + " are not inside " + length);
    }
    return new ImageFile(path, name, offset + from, partLength);
  }
}
