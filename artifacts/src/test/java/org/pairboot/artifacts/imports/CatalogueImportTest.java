package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.systems.KnownSystem;
import org.pairboot.artifacts.imports.systems.SystemCatalogue;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;

/** Imports of each system of the catalogue, from a mirror with the publisher's layout. */
class CatalogueImportTest {

  @TempDir private Path directory;
  private Path mirror;
  private PublishedSystems publishers;
  private CatalogueImports catalogue;

  @BeforeEach
  void open() throws Exception {
    mirror = Files.createDirectory(directory.resolve("mirror"));
    publishers = new PublishedSystems(mirror);
    catalogue = new CatalogueImports(new TestImports(directory).store(), mirror);
  }

  /**
   * What a publisher has.
   *
   * @param layout makes it in the mirror
   * @param version of the newest release
   * @param arguments some of the kernel arguments
   * @param parts names of some files that are served
   */
  private record Published(
      String system, Layout layout, String version, String arguments, List<String> parts) {

    @Override
    public String toString() {
      return system;
    }
  }

  /** Makes the files of a publisher. */
  @FunctionalInterface
  private interface Layout {
    void make(PublishedSystems in) throws Exception;
  }

  static Stream<Published> systems() {
    return Stream.of(
        new Published(
            "alma",
            in -> in.anaconda("almalinux/9/BaseOS", "almalinux/10/BaseOS", "10.1"),
            "10.1",
            "inst.repo=MIRROR/almalinux/10/BaseOS/x86_64/os",
            List.of("images/install.img")),
        new Published(
            "alpine",
            PublishedSystems::alpine,
            "3.22.1",
            "alpine_repo=MIRROR/alpine/v3.22/main",
            List.of("boot/modloop-lts")),
        new Published(
            "arch",
            PublishedSystems::arch,
            "2025.11.01",
            "archisobasedir=arch",
            List.of("arch/x86_64/airootfs.sfs")),
        new Published(
            "clonezilla",
            in ->
                in.debianLive(
                    "project/clonezilla/clonezilla_live_stable/3.3.0-10/clonezilla-live-3.3.0-10-amd64.iso",
                    "downloads/stable/data/CHECKSUMS.TXT",
                    "3.2.0-5"),
            "3.3.0-10",
            "boot=live",
            List.of("live/filesystem.squashfs")),
        new Published(
            "debian-installer", PublishedSystems::debianInstaller, "20250803", "", List.of()),
        new Published(
            "debian-live",
            in ->
                in.debianLive(
                    "debian-cd/current-live/amd64/iso-hybrid/debian-live-13.10.0-amd64-standard.iso",
                    "debian-cd/current-live/amd64/iso-hybrid/SHA256SUMS",
                    "13.9.0"),
            "13.10.0",
            "boot=live",
            List.of("live/filesystem.squashfs")),
        new Published(
            "fedora",
            in ->
                in.anaconda(
                    "pub/fedora/linux/releases/9/Everything",
                    "pub/fedora/linux/releases/44/Everything",
                    "44"),
            "44",
            "inst.repo=MIRROR/pub/fedora/linux/releases/44/Everything/x86_64/os",
            List.of("images/install.img")),
        new Published("fedora-coreos", PublishedSystems::coreos, "44.1", "", List.of("rootfs.img")),
        new Published(
            "flatcar", PublishedSystems::flatcar, "4459.2.1", "flatcar.first_boot=1", List.of()),
        new Published(
            "gparted",
            in ->
                in.debianLive(
                    "project/gparted/gparted-live-stable/1.8.1-3/gparted-live-1.8.1-3-amd64.iso",
                    "gparted-live/stable/CHECKSUMS.TXT",
                    "1.8.0-9"),
            "1.8.1-3",
            "boot=live",
            List.of("live/filesystem.squashfs")),
        new Published("memtest86plus", PublishedSystems::memtest, "8.10", "", List.of("kernel")),
        new Published("netboot-xyz", PublishedSystems::netbootXyz, "3.0.3", "", List.of("kernel")),
        new Published(
            "nixos",
            PublishedSystems::nixos,
            "26.05.20261101.abcdef0",
            "init=/nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-nixos-kexec-26.05.20261101.abcdef0/init",
            List.of()),
        new Published(
            "opensuse-leap",
            in -> in.leap(50_000),
            "16.1",
            "root=live:{rootfs_url}",
            List.of("LiveOS/squashfs.img")),
        new Published(
            "opensuse-leap-15",
            in -> in.opensuse("distribution/leap/15.6"),
            "15.6",
            "install=MIRROR/distribution/leap/15.6/repo/oss",
            List.of()),
        new Published(
            "opensuse-tumbleweed",
            PublishedSystems::tumbleweed,
            "20261101",
            "install=MIRROR/tumbleweed/repo/oss",
            List.of()),
        new Published(
            "rocky",
            in -> in.anaconda("pub/rocky/9/BaseOS", "pub/rocky/10/BaseOS", "10.0"),
            "10.0",
            "inst.stage2={base_url}",
            List.of("images/install.img")),
        new Published(
            "systemrescue",
            PublishedSystems::systemRescue,
            "12.03",
            "archisobasedir=sysresccd",
            List.of("sysresccd/x86_64/airootfs.sfs")),
        new Published(
            "talos", PublishedSystems::talos, "v1.12.1", "talos.platform=metal", List.of()),
        new Published(
            "ubuntu-desktop",
            in -> in.ubuntu("24.04", "24.04", "desktop", "amd64"),
            "24.04.3",
            "url={rootfs_url}",
            List.of("live.iso")),
        new Published(
            "ubuntu-server",
            in -> in.ubuntu("24.04", "24.04", "live-server", "amd64"),
            "24.04.3",
            "url={rootfs_url}",
            List.of("live.iso")));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void importsTheNewestRelease(Published published) throws Exception {
    published.layout().make(publishers);
    try (LocalMirror server = new LocalMirror(mirror)) {
      ImageVersion image =
          catalogue
              .runFrom(server.url(""), published.system(), published.system().equals("alpine"))
              .image();

      assertThat(image.ref()).hasToString(published.system() + "@" + published.version());
      assertThat(image.kernelArguments())
          .contains(published.arguments().replace("MIRROR", server.url("")));
      assertThat(image.parts()).extracting(Part::fileName).contains("kernel");
      assertThat(image.parts()).extracting(Part::fileName).containsAll(published.parts());
    }
    assertThat(directory.resolve("store/downloads"))
        .satisfiesAnyOf(
            downloads -> assertThat(downloads).doesNotExist(),
            downloads -> assertThat(downloads).isEmptyDirectory());
  }

  @Test
  void everySystemIsTried() {
    assertThat(new TreeSet<>(systems().map(Published::system).toList()))
        .isEqualTo(
            new TreeSet<>(
                SystemCatalogue.load().systems().stream().map(KnownSystem::name).toList()));
  }

  @Test
  void findsAnArchitectureThatIsPublishedElsewhere() throws Exception {
    publishers.ubuntu("releases/24.04", "releases/24.04/release", "live-server", "arm64");

    ImageVersion image = catalogue.run("ubuntu-server", Architecture.AARCH64).image();
    assertThat(image.ref().version()).isEqualTo("24.04.3");
    assertThat(image.architecture()).contains(Architecture.AARCH64);
  }

  @Test
  void importsFromADirectoryAndLeavesPackagesToThePublisher() throws Exception {
    publishers.anaconda("almalinux/9/BaseOS", "almalinux/10/BaseOS", "10.1");

    assertThat(catalogue.run("alma").image().kernelArguments())
        .contains("inst.repo=https://repo.almalinux.org/almalinux/10/BaseOS/x86_64/os");
  }

  @Test
  void fetchesNothingThatIsPublishedAlready() throws Exception {
    publishers.talos();
    assertThat(catalogue.run("talos").isNew()).isTrue();
    Files.delete(mirror.resolve("siderolabs/talos/releases/download/v1.12.1/vmlinuz-amd64"));

    assertThat(catalogue.run("talos").isNew()).isFalse();
  }

  @Test
  void fetchesAnIsoOnce() throws Exception {
    publishers.leap(50_000);
    assertThat(catalogue.run("opensuse-leap").isNew()).isTrue();
    Files.delete(
        mirror.resolve(
            "distribution/leap/16.1/offline/Leap-16.1-online-installer-x86_64.install.iso"));

    assertThat(catalogue.run("opensuse-leap").isNew()).isFalse();

    publishers.leap(60_000);
    assertThatThrownBy(() -> catalogue.run("opensuse-leap"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("already published with other files");
  }

  @Test
  void takesAnEntryOfTheMenu() throws Exception {
    publishers.leap(50_000);

    ImageVersion image = catalogue.runEntry("opensuse-leap", "Failsafe").image();

    assertThat(image.kernelArguments()).contains("nomodeset");

    publishers.talos();
    assertThatThrownBy(() -> catalogue.runEntry("talos", "Failsafe"))
        .isInstanceOf(ImportException.class)
        .hasMessage("talos is published as single files, without a boot menu; leave out --entry");
  }
}
