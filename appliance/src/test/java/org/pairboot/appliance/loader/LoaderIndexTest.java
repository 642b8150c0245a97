package org.pairboot.appliance.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Content;

class LoaderIndexTest {
  @TempDir private Path directory;

  @Test
  void theFirstDirectoryOfThePathWins() throws Exception {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    Files.writeString(first.resolve("pxelinux.0"), "first");
    Files.writeString(second.resolve("pxelinux.0"), "the second");
    Files.writeString(second.resolve("ldlinux.c32"), "library");
    LoaderIndex index = new LoaderIndex(List.of(directory.resolve("absent"), first, second));

    assertThat(index.find("pxelinux.0")).map(Content::length).contains(5L);
    assertThat(index.find("ldlinux.c32")).isPresent();
  }

  @Test
  void onlyLoadersAreServed() throws Exception {
    Files.writeString(directory.resolve("secret.txt"), "x");
    Files.createDirectory(directory.resolve("odd.efi"));
    LoaderIndex index = new LoaderIndex(List.of(directory));

    assertThat(index.find("secret.txt")).isEmpty();
    assertThat(index.find("odd.efi")).isEmpty();
    assertThat(index.find("..")).isEmpty();
  }

  @Test
  void signedLoadersAreServedUnderThePlainNameAndFirst() throws Exception {
    Files.writeString(directory.resolve("shimx64.efi"), "unsigned");
    Files.writeString(directory.resolve("shimx64.efi.signed"), "signed");
    LoaderIndex index = new LoaderIndex(List.of(directory));

    assertThat(index.find("shimx64.efi")).map(Content::length).contains(6L);
    assertThat(index.find("BOOTX64.EFI")).map(Content::length).contains(6L);
  }

  @Test
  void shimGetsTheGrubThatCanDoNetworks() throws Exception {
    Files.writeString(directory.resolve("grubx64.efi"), "disk");
    LoaderIndex index = new LoaderIndex(List.of(directory));
    assertThat(index.find("grubx64.efi")).map(Content::length).contains(4L);

    Files.writeString(directory.resolve("grubnetx64.efi.signed"), "network");
    Files.setLastModifiedTime(directory, FileTime.fromMillis(1));

    assertThat(index.find("grubx64.efi")).map(Content::length).contains(7L);
  }

  @Test
  void aLoaderOverwrittenInPlaceIsServedAnew() throws Exception {
    Path loader = Files.writeString(directory.resolve("ipxe.efi"), "old loader");
    FileTime unchanged = Files.getLastModifiedTime(directory);
    LoaderIndex index = new LoaderIndex(List.of(directory));
    assertThat(index.find("ipxe.efi")).map(Content::length).contains(10L);

    Files.writeString(loader, "new");
    Files.setLastModifiedTime(directory, unchanged);

    assertThat(index.find("ipxe.efi")).map(Content::length).contains(3L);
  }

  @Test
  void aPackageInstalledLaterIsFound() throws Exception {
    LoaderIndex index = new LoaderIndex(List.of(directory));
    assertThat(index.find("ipxe.efi")).isEmpty();

    Files.writeString(directory.resolve("ipxe.efi"), "loader");
    // The time stamps of two changes in one tick of the clock would be equal.
    Files.setLastModifiedTime(directory, FileTime.fromMillis(1));

    assertThat(index.find("ipxe.efi")).isPresent();
  }
}
