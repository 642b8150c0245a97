package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryOwnerTest {
  private static final int SERVICE = 6969;
  private static final int ROOT = 0;

  @TempDir private Path directory;

  @Test
  void givesFilesOfRootToTheOwnerOfTheDirectory() throws Exception {
    giveToService();
    Path file = Files.writeString(directory.resolve("file"), "text");

    DirectoryOwner.inherit(file);

    assertThat(number(file, "uid")).isEqualTo(SERVICE);
    assertThat(number(file, "gid")).isEqualTo(SERVICE);
  }

  @Test
  void givesCreatedDirectoriesToTheOwnerOfTheParent() throws Exception {
    giveToService();

    DirectoryOwner.makeDirectories(directory.resolve("a/b"));
    DirectoryOwner.makeDirectories(directory.resolve("a/b"));

    assertThat(number(directory.resolve("a"), "uid")).isEqualTo(SERVICE);
    assertThat(number(directory.resolve("a/b"), "uid")).isEqualTo(SERVICE);
  }

  @Test
  void changesTheOwnerOfALinkNotOfItsTarget() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "of root");
    Path shared = Files.createDirectory(directory.resolve("shared"));
    giveToService(shared);
    Path link = Files.createSymbolicLink(shared.resolve("link"), target);

    DirectoryOwner.inherit(link);

    assertThat(number(link, "uid")).isEqualTo(SERVICE);
    assertThat(number(target, "uid")).isEqualTo(ROOT);
  }

  @Test
  void reportsAFileInPlaceOfADirectory() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatIOException()
        .isThrownBy(() -> DirectoryOwner.makeDirectories(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void ignoresMissingFiles() {
    DirectoryOwner.inherit(directory.resolve("absent"));
  }

  private void giveToService() throws IOException {
    giveToService(directory);
  }

  private static void giveToService(Path path) throws IOException {
    assumeTrue(number(path, "uid") == ROOT, "only root can give files away");
    Files.setAttribute(path, "unix:uid", SERVICE);
    Files.setAttribute(path, "unix:gid", SERVICE);
  }

  private static int number(Path path, String attribute) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }
}
