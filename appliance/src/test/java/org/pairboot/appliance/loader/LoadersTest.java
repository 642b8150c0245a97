package org.pairboot.appliance.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.serve.Reloadable;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.Settings.LoaderSettings;

class LoadersTest {
  @TempDir private Path directory;

  @Test
  void theFirstDirectoryOfThePathWins() throws Exception {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    Files.writeString(first.resolve("pxelinux.0"), "first");
    Files.writeString(second.resolve("pxelinux.0"), "the second");
    Files.writeString(second.resolve("ldlinux.c32"), "library");
    Loaders loaders = loaders(List.of(directory.resolve("absent"), first, second));

    assertThat(loaders.find("pxelinux.0")).map(Content::length).contains(5L);
    assertThat(loaders.find("ldlinux.c32")).isPresent();
  }

  @Test
  void servesOnlyLoaders() throws Exception {
    Files.writeString(directory.resolve("secret.txt"), "x");
    Files.createDirectory(directory.resolve("odd.efi"));
    Loaders loaders = loaders(List.of(directory));

    assertThat(loaders.find("secret.txt")).isEmpty();
    assertThat(loaders.find("odd.efi")).isEmpty();
    assertThat(loaders.find("..")).isEmpty();
  }

  @Test
  void prefersSignedLoadersUnderThePlainName() throws Exception {
    Files.writeString(directory.resolve("shimx64.efi"), "unsigned");
    Files.writeString(directory.resolve("shimx64.efi.signed"), "signed");
    Loaders loaders = loaders(List.of(directory));

    assertThat(loaders.find("shimx64.efi")).map(Content::length).contains(6L);
    assertThat(loaders.find("BOOTX64.EFI")).map(Content::length).contains(6L);
  }

  @Test
  void givesShimTheGrubForNetworkBoot() throws Exception {
    Files.writeString(directory.resolve("grubx64.efi"), "disk");
    Reloadable<Loaders> loaders = reloaded();
    assertThat(loaders.get().find("grubx64.efi")).map(Content::length).contains(4L);

    Files.writeString(directory.resolve("grubnetx64.efi.signed"), "network");
    Files.setLastModifiedTime(directory, FileTime.fromMillis(1));

    loaders.reloadIfChanged();
    assertThat(loaders.get().find("grubx64.efi")).map(Content::length).contains(7L);
  }

  @Test
  void servesALoaderOverwrittenInPlace() throws Exception {
    Path loader = Files.writeString(directory.resolve("ipxe.efi"), "old loader");
    FileTime unchanged = Files.getLastModifiedTime(directory);
    Reloadable<Loaders> loaders = reloaded();
    assertThat(loaders.get().find("ipxe.efi")).map(Content::length).contains(10L);

    Files.writeString(loader, "new");
    Files.setLastModifiedTime(directory, unchanged);

    loaders.reloadIfChanged();
    assertThat(loaders.get().find("ipxe.efi")).map(Content::length).contains(3L);
  }

  @Test
  void findsAPackageInstalledLater() throws Exception {
    Reloadable<Loaders> loaders = reloaded();
    assertThat(loaders.get().find("ipxe.efi")).isEmpty();

    Files.writeString(directory.resolve("ipxe.efi"), "loader");
    // The time stamps of two changes in one tick of the clock would be equal.
    Files.setLastModifiedTime(directory, FileTime.fromMillis(1));

    loaders.reloadIfChanged();
    assertThat(loaders.get().find("ipxe.efi")).isPresent();
  }

  @Test
  void findsTheCompanionsOfShimInAnyDirectory() throws Exception {
    Files.writeString(directory.resolve("grubx64.efi"), "grub");
    Files.writeString(directory.resolve("ipxe.efi"), "ipxe");
    Loaders loaders = loaders(List.of(directory));

    assertThat(loaders.find("EFI/BOOT/grubx64.efi")).isPresent();
    assertThat(loaders.find("EFI/BOOT/ipxe.efi")).isEmpty();
  }

  private static Loaders loaders(List<Path> searchPath) {
    return Loaders.find(settings(searchPath), file -> {});
  }

  private static LoaderSettings settings(List<Path> searchPath) {
    return new LoaderSettings(searchPath, List.of(), List.of(), List.of());
  }

  /** As a server has them. */
  private Reloadable<Loaders> reloaded() throws Exception {
    LoaderSettings settings = settings(List.of(directory));
    return new Reloadable<>("loaders", watch -> Loaders.find(settings, watch));
  }
}
