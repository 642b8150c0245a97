package org.pairboot.artifacts.content;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives files that root writes to the owner of their directory. The data directory belongs to a
 * service, whose user could otherwise neither read nor replace what an administrator put there.
 */
public final class DirectoryOwner {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryOwner.class);

  private DirectoryOwner() {}

  /**
   * Gives {@code path} to the owner of its directory. Does nothing if that is the owner already, or
   * if this process may not change owners.
   *
   * @param path a file or directory; of a link, the link itself
   */
  public static void inherit(Path path) {
    PosixFileAttributeView file = view(path);
    if (file == null) {
      // This platform has no POSIX owners.
      return;
    }
    try {
      PosixFileAttributes wanted = view(path.toAbsolutePath().getParent()).readAttributes();
      PosixFileAttributes had = file.readAttributes();
      if (!had.owner().equals(wanted.owner())) {
        file.setGroup(wanted.group());
        file.setOwner(wanted.owner());
      }
    } catch (IOException e) {
      LOG.debug("could not change the owner of {}", path, e);
    }
  }

  /** Creates {@code directory} and its missing parents. */
  public static void makeDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      makeDirectories(parent);
    }
    try {
      Files.createDirectory(directory);
      inherit(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  private static PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
