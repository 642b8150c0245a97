package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.fetch.download.DownloadException.NotAuthenticException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.systems.SystemCatalogue;
import org.pairboot.artifacts.imports.systems.SystemCatalogue.CatalogueException;

/** What a publisher has, but should not become an image. */
class CatalogueRefusalTest {
  @TempDir private Path directory;
  private Path mirror;
  private PublishedSystems publishers;
  private TestImports imports;
  private CatalogueImports catalogue;

  @BeforeEach
  void open() throws Exception {
    mirror = Files.createDirectory(directory.resolve("mirror"));
    publishers = new PublishedSystems(mirror);
    imports = new TestImports(directory);
    catalogue = new CatalogueImports(imports.store(), mirror);
  }

  @Test
  void refusesWhatNothingTiesTogetherBeforeItIsFetched() throws Exception {
    publishers.alpine();
    Files.delete(mirror.resolve("alpine/v3.22/releases/x86_64/netboot/vmlinuz-lts"));

    imports.assertRefused(
        () -> catalogue.run("alpine"),
        PairRejectedException.class,
        "--allow-unverified publishes them anyway");
  }

  @Test
  void refusesAnArchiveWithoutTheKernel() throws Exception {
    publishers.memtest();
    byte[] empty = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    publishers.write("download/v8.10/mt86plus_8.10.binaries.zip", empty);
    publishers.write(
        "download/v8.10/sha256sum.txt",
        PublishedSystems.hex(empty) + "  mt86plus_8.10.binaries.zip\n");

    imports.assertRefused(
        () -> catalogue.run("memtest86plus"),
        ImportException.class,
        "has 0 files with a name like mt86p_[0-9]+_x86_64");
    assertThat(directory.resolve("store/downloads")).isDirectoryNotContaining("glob:**unpacked-*");
  }

  @Test
  void refusesAFileThatIsNotTheListedOne() throws Exception {
    publishers.talos();
    publishers.write("siderolabs/talos/releases/download/v1.12.1/initramfs-amd64.xz", "x");

    imports.assertRefused(
        () -> catalogue.run("talos"), NotAuthenticException.class, "expected sha256");
  }

  @Test
  void refusesAnInstallerWhoseListIsNotTheOneInTheSignedRelease() throws Exception {
    publishers.debianInstaller();
    publishers.write(
        "debian/dists/stable/main/installer-amd64/20250803/images/SHA256SUMS",
        "0".repeat(64) + "  ./netboot/debian-installer/amd64/linux\n");

    imports.assertRefused(
        () -> catalogue.run("debian-installer"), NotAuthenticException.class, "expected sha256");
  }

  @Test
  void refusesAFileThatIsNotListed() throws Exception {
    publishers.talos();
    publishers.write("siderolabs/talos/releases/download/v1.12.1/sha256sum.txt", "");

    imports.assertRefused(
        () -> catalogue.run("talos"),
        CatalogueException.class,
        "lists no SHA-256 digest of vmlinuz-amd64");
  }

  @Test
  void namesWhatThereIs() throws Exception {
    publishers.anaconda("almalinux/9/BaseOS", "almalinux/10/BaseOS", "10.1");

    imports.assertRefused(
        () -> catalogue.run("alma:8"),
        CatalogueException.class,
        "alma has no stream '8'; its publisher lists 9, 10");
    imports.assertRefused(
        () -> catalogue.run("debian-live:mint"),
        CatalogueException.class,
        "debian-live has no stream 'mint'; it has standard, gnome");
    imports.assertRefused(
        () -> catalogue.run("arch", Architecture.AARCH64),
        CatalogueException.class,
        "arch is not published for aarch64; name one of these with --arch: x86_64");
    assertThatThrownBy(() -> SystemCatalogue.load().find("beos"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("has no system 'beos'; it has alma, alpine, arch");
  }

  @Test
  void refusesAVersionThatWouldLeaveTheMirror() throws Exception {
    publishers.write("stable", "");
    publishers.write("amd64-usr/current/version.txt", "FLATCAR_VERSION=..\n");

    imports.assertRefused(
        () -> catalogue.run("flatcar"), CatalogueException.class, "not a valid version");
  }

  @Test
  void refusesAListingWithoutBounds() throws Exception {
    StringBuilder listing = new StringBuilder();
    for (int i = 0; i < 10_001; i++) {
      listing.append("FLATCAR_VERSION=").append(i).append('\n');
    }
    publishers.write("amd64-usr/current/version.txt", listing.toString());

    imports.assertRefused(
        () -> catalogue.run("flatcar"), CatalogueException.class, "too many versions");
  }
}
