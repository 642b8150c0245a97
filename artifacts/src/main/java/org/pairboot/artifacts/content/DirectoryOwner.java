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
 * Gives what root writes to whoever owns the directory: the data directory is that of a service,
 * whose user could otherwise neither read nor replace what an administrator has put there.
 */
public final class DirectoryOwner {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryOwner.class);

  private DirectoryOwner() {}

  /**
   * Gives {@code path} to the owner of the directory that it is in. Harmless where it is theirs
   * already, and where this process may not.
   *
   * @param path a file or directory; of a link, the link itself
   */
  public static void inherit(Path path) {
    PosixFileAttributeView file = view(path);
    if (file == null) {
      // No such owners on this platform.
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
      LOG.debug("{} keeps its owner", path, e);
    }
  }

  /** Makes {@code directory}, and those above it, where they are missing. */
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
