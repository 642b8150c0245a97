package org.pairboot.artifacts.format.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.PayloadType;
import org.pairboot.artifacts.format.preset.LiveSystemFinder.UnknownSystemException;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;

class LiveSystemFinderTest {
  private static final String KARGS = "mitigations=auto,nosmt ignition.platform.id=metal";
  private static final String ISO_KARGS =
      "mitigations=auto,nosmt coreos.liveiso=fedora-coreos-44.1";

  @TempDir private Path directory;

  static Stream<Arguments> systems() {
    return Stream.of(
        of(Preset.FLATCAR, "", "flatcar/vmlinuz", "flatcar/cpio.gz"),
        of(
            Preset.DEBIAN_LIVE,
            "live/filesystem.squashfs",
            "live/vmlinuz-6.1.0-18-amd64",
            "live/initrd.img-6.1.0-18-amd64"),
        of(Preset.UBUNTU_CASPER, "live.iso", "casper/vmlinuz", "casper/initrd"),
        of(
            Preset.ANACONDA,
            "images/install.img",
            "images/pxeboot/vmlinuz",
            "images/pxeboot/initrd.img"),
        of(
            Preset.ARCH,
            "arch/x86_64/airootfs.erofs",
            "arch/boot/x86_64/vmlinuz-linux",
            "arch/boot/x86_64/initramfs-linux.img"),
        of(Preset.ALPINE, "boot/modloop-lts", "boot/vmlinuz-lts", "boot/initramfs-lts"),
        of(Preset.KIWI, "leap.xz", "pxeboot.leap.kernel", "pxeboot.leap.initrd"),
        of(
            Preset.DRACUT_LIVE,
            "LiveOS/squashfs.img",
            "images/pxeboot/vmlinuz",
            "images/pxeboot/initrd.img"),
        of(
            Preset.DRACUT_LIVE,
            "LiveOS/squashfs.img",
            "boot/x86_64/loader/linux",
            "boot/x86_64/loader/initrd"),
        of(
            Preset.DRACUT_LIVE,
            "LiveOS/squashfs.img",
            "boot/aarch64/loader/linux",
            "boot/aarch64/loader/initrd"),
        of(Preset.UBUNTU_CASPER, "live.iso", "casper/vmlinuz.efi", "casper/initrd.lz4"),
        of(Preset.TALOS, "", "boot/vmlinuz", "boot/initramfs.xz"));
  }

  private static Arguments of(Preset preset, String root, String kernel, String initramfs) {
    return Arguments.of(preset, root, List.of(kernel, initramfs));
  }

  /** Without it, dracut 059 does not mount a root file system that is the squashfs itself. */
  @Test
  void requestsTheOverlayOfDracutByName() {
    assertThat(Preset.DRACUT_LIVE.arguments()).contains(" rd.live.overlay.overlayfs=1 ");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void recognizesSystemsByTheirFiles(Preset preset, String root, List<String> files)
      throws Exception {
    TestIso iso = TestIso.iso(Names.ROCK_RIDGE);
    for (String file : files) {
      iso.file(file, file);
    }
    boolean inIso = !root.isEmpty() && !root.equals("live.iso");
    if (inIso) {
      iso.file(root, "root");
    }

    LiveSystem system = find(iso);

    assertThat(system.preset()).contains(preset);
    assertThat(system.kernel().length()).isEqualTo(files.getFirst().length());
    assertThat(system.initramfs().orElseThrow().length()).isEqualTo(files.getLast().length());
    assertThat(system.rootfs()).isEmpty();
    assertThat(system.payloads())
        .extracting(LiveSystem.Named::name)
        .containsExactlyElementsOf(root.isEmpty() ? List.of() : List.of(root));
    assertThat(system.arguments()).startsWith(preset.arguments());
  }

  @Test
  void findsASystemInADirectory() throws Exception {
    for (String file : List.of("vmlinuz-lts", "initramfs-lts", "modloop-lts")) {
      Files.writeString(directory.resolve(file), file);
    }

    LiveSystem system = LiveSystemFinder.find(directory, Optional.empty(), Optional.empty());

    assertThat(system.preset()).contains(Preset.ALPINE);
    assertThat(system.payloads()).extracting(LiveSystem.Named::name).containsExactly("modloop-lts");
  }

  @Test
  void addsCompanionFilesAndTheirArguments() throws Exception {
    LiveSystem alpine =
        find(
            TestIso.iso(Names.ROCK_RIDGE)
                .file("boot/vmlinuz-lts", "k")
                .file("boot/initramfs-lts", "i")
                .file("boot/modloop-lts", "m")
                .file("apks/x86_64/APKINDEX.tar.gz", "a")
                .file("apks/x86_64/busybox-1.36.1-r29.apk", "b"));

    assertThat(alpine.payloads())
        .extracting(LiveSystem.Named::name)
        .containsExactly(
            "boot/modloop-lts",
            "apks/x86_64/APKINDEX.tar.gz",
            "apks/x86_64/busybox-1.36.1-r29.apk");
    assertThat(alpine.arguments()).endsWith(" alpine_repo={base_url}/apks");
  }

  @Test
  void ignoresAMisleadingVolumeName() throws Exception {
    LiveSystem debian =
        find(
            TestIso.iso(Names.ROCK_RIDGE)
                .volume("not-fedora-coreos")
                .file("live/vmlinuz", "kernel")
                .file("live/initrd.img", "initramfs")
                .file("live/filesystem.squashfs", "root"));

    assertThat(debian.preset()).contains(Preset.DEBIAN_LIVE);
  }

  /** As text, 6.9 comes after 6.12. */
  @Test
  void takesTheNewestOfSeveralKernelsAndNamesTheOthers() throws Exception {
    TestIso iso = TestIso.iso(Names.ROCK_RIDGE).file("live/filesystem.squashfs", "root");
    for (String version : List.of("6.9.12-amd64", "6.12.48-amd64", "6.12.5-amd64")) {
      iso.file("live/vmlinuz-" + version, version).file("live/initrd.img-" + version, version);
    }

    LiveSystem debian = find(iso);

    assertThat(contents(debian.kernel())).isEqualTo("6.12.48-amd64");
    assertThat(contents(debian.initramfs().orElseThrow())).isEqualTo("6.12.48-amd64");
    assertThat(debian.notes())
        .containsExactly(
            "took the kernel live/vmlinuz-6.12.48-amd64, and not live/vmlinuz-6.12.5-amd64 or"
                + " live/vmlinuz-6.9.12-amd64");
  }

  /** Alpine's virt kernel has no drivers for hardware. */
  @ParameterizedTest
  @CsvSource({"lts, virt", "lts, cloud", "stable, virt", "6.12.48-amd64, 6.12.48-cloud-amd64"})
  void prefersTheKernelForHardware(String hardware, String virtual) throws Exception {
    for (String flavour : List.of(hardware, virtual)) {
      for (String file : List.of("vmlinuz-", "initramfs-", "modloop-")) {
        Files.writeString(directory.resolve(file + flavour), flavour);
      }
    }

    LiveSystem alpine = LiveSystemFinder.find(directory, Optional.empty(), Optional.empty());

    assertThat(contents(alpine.kernel())).isEqualTo(hardware);
    assertThat(alpine.payloads())
        .extracting(LiveSystem.Named::name)
        .containsExactly("modloop-" + hardware);
    assertThat(alpine.notes()).singleElement().asString().contains("and not vmlinuz-" + virtual);
  }

  private static String contents(ImageFile file) throws IOException {
    try (FileInput in = FileInput.open(file, read -> {})) {
      return new String(in.readNBytes(100), StandardCharsets.UTF_8);
    }
  }

  @Test
  void prefersTheKernelWithoutAVersionInItsName() throws Exception {
    LiveSystem debian =
        find(
            TestIso.iso(Names.ROCK_RIDGE)
                .file("live/vmlinuz-6.1", "old")
                .file("live/initrd.img-6.1", "old")
                .file("live/vmlinuz", "kernel")
                .file("live/initrd.img", "initramfs")
                .file("live/filesystem.squashfs", "root"));

    assertThat(debian.kernel().length()).isEqualTo(6);
    assertThat(debian.initramfs().orElseThrow().length()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource(Names.class)
  void findsTheThreeFilesOfACoreosIso(Names names) throws Exception {
    LiveSystem system = find(coreos(names).file("isolinux/isolinux.cfg", isolinux()));

    assertThat(system.preset()).contains(Preset.FEDORA_COREOS);
    assertThat(system.rootfs()).get().extracting(file -> file.length()).isEqualTo(6L);
    assertThat(system.payloads()).isEmpty();
    assertThat(system.arguments()).isEqualTo(KARGS);
  }

  @Test
  void readsKernelArgumentsFromThePlaceThatKargsJsonGives() throws Exception {
    String grub = "linux /images/pxeboot/vmlinuz " + ISO_KARGS + " added=1\n######\n";
    String index =
        "{\"default\": \"x\", \"files\": [{\"path\": \"EFI/fedora/grub.cfg\", \"offset\": 30}],"
            + " \"size\": "
            + (grub.length() - 30)
            + "}";

    LiveSystem system =
        find(
            coreos(Names.ROCK_RIDGE)
                .file("EFI/fedora/grub.cfg", grub)
                .file("coreos/kargs.json", index));

    assertThat(system.arguments()).isEqualTo("mitigations=auto,nosmt added=1");
  }

  @Test
  void refusesAnIndexThatPointsOutsideOfItsFile() throws Exception {
    TestIso iso =
        coreos(Names.ROCK_RIDGE)
            .file("grub.cfg", "x")
            .file(
                "coreos/kargs.json",
                "{\"files\": [{\"path\": \"grub.cfg\", \"offset\": 5}], \"size\": 100}");

    assertThatThrownBy(() -> find(iso))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("should have 100 bytes at offset 5");
  }

  @Test
  void readsKernelArgumentsByTheHeaderOfOlderIsos() throws Exception {
    byte[] iso =
        coreos(Names.ROCK_RIDGE).file("grub.cfg", ISO_KARGS + " old=1\n##").build().bytes();
    int area = new String(iso, StandardCharsets.ISO_8859_1).indexOf(ISO_KARGS);
    ByteBuffer.wrap(iso)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(32672, "coreKarg".getBytes(StandardCharsets.US_ASCII))
        .putLong(32680, ISO_KARGS.length() + 9)
        .putLong(32696, area);

    assertThat(find(iso).arguments()).isEqualTo("mitigations=auto,nosmt old=1");
  }

  @Test
  void importsAnEmbeddedIgnitionConfig() throws Exception {
    assertThat(find(coreos(Names.ROCK_RIDGE).file("images/ignition.img", Bytes.zeros(4096))))
        .satisfies(pristine -> assertThat(pristine.extras()).isEmpty())
        .satisfies(pristine -> assertThat(pristine.notes()).anyMatch(n -> n.contains("--args")));
    assertThat(find(coreos(Names.ROCK_RIDGE).file("images/ignition.img", "xz")).extras())
        .extracting(LiveSystem.Named::name)
        .containsExactly("ignition.img");
  }

  @Test
  void explainsWhyAnIsoHasNoRootfs() {
    TestIso minimal =
        TestIso.iso(Names.ROCK_RIDGE)
            .volume("fedora-coreos-44.1")
            .file("images/pxeboot/vmlinuz", "k")
            .file("images/pxeboot/initrd.img", "i");
    assertRefused(minimal, "is a minimal ISO: it has no images/pxeboot/rootfs.img");

    TestIso old =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("images/vmlinuz", "k")
            .file("images/initramfs.img", "i")
            .file("root.squashfs", "r");
    assertRefused(old, "is from before August 2020");

    TestIso damaged = TestIso.iso(Names.PLAIN).volume("fedora-coreos-44.1").file("a", "b");
    assertRefused(damaged, "is not a complete live ISO");
  }

  @Test
  void listsAllPresetsWhenNoneMatches() {
    assertRefused(
        TestIso.iso(Names.PLAIN).volume("DOOM").file("doom.exe", "x"),
        "contains none of the known live systems (fedora-coreos, flatcar, debian-live");
  }

  @Test
  void listsTheFilesThatARequestedPresetNeeds() throws Exception {
    Path iso = write(coreos(Names.ROCK_RIDGE).build().bytes());

    assertThatThrownBy(() -> LiveSystemFinder.find(iso, Optional.of(Preset.ARCH), Optional.empty()))
        .isInstanceOf(UnknownSystemException.class)
        .hasMessageContaining("does not have the files of arch: arch/boot/x86_64/vmlinuz-linux*");
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void fillsAllPlaceholdersInArguments(Preset preset) {
    assertThat(preset.arguments()).doesNotContain("<");
    assertThat(preset.arguments(KernelArguments.NONE).toString()).doesNotContain("<");
  }

  @Test
  void servesASeparateRootFileWhereItsSystemLooks() {
    PayloadType any = PayloadType.OTHER;
    assertThat(Preset.ARCH.servedAs("root.img", PayloadType.EROFS))
        .isEqualTo("arch/x86_64/airootfs.erofs");
    assertThat(Preset.ARCH.servedAs("airootfs.erofs", PayloadType.SQUASHFS))
        .isEqualTo("arch/x86_64/airootfs.sfs");
    assertThat(Preset.DEBIAN_LIVE.servedAs("my.squashfs", any))
        .isEqualTo("live/filesystem.squashfs");
    assertThat(Preset.ANACONDA.servedAs("install.img", any)).isEqualTo("images/install.img");
    assertThat(Preset.UBUNTU_CASPER.servedAs("noble.iso", any)).isEqualTo("live.iso");
    assertThat(Preset.KIWI.servedAs("leap.xz", any)).isEqualTo("leap.xz");
  }

  @Test
  void wantsTheIsoItselfOfASystemThatFetchesOne() throws Exception {
    Path casper = Files.createDirectories(directory.resolve("iso/casper"));
    Files.write(casper.resolve("vmlinuz"), new byte[100]);
    Files.write(casper.resolve("initrd"), new byte[100]);
    Path unpacked = directory.resolve("iso");

    for (Optional<Preset> said :
        List.of(Optional.<Preset>empty(), Optional.of(Preset.UBUNTU_CASPER))) {
      assertThatThrownBy(() -> LiveSystemFinder.find(unpacked, said, Optional.empty()))
          .isInstanceOf(UnknownSystemException.class)
          .hasMessageContaining("is an unpacked ISO of ubuntu-casper")
          .hasMessageEndingWith("give the ISO itself to --iso");
    }
  }

  private void assertRefused(TestIso iso, String message) {
    assertThatThrownBy(() -> find(iso))
        .isInstanceOf(UnknownSystemException.class)
        .hasMessageContaining(message);
  }

  private static TestIso coreos(Names names) {
    return TestIso.iso(names)
        .volume("fedora-coreos-44.1")
        .file("images/pxeboot/vmlinuz", "kernel")
        .file("images/pxeboot/initrd.img", "initramfs")
        .file("images/pxeboot/rootfs.img", "rootfs");
  }

  private static String isolinux() {
    return "default vesamenu.c32\nlabel linux\n  kernel /images/pxeboot/vmlinuz\n  append"
        + " initrd=/images/pxeboot/initrd.img,/images/ignition.img "
        + ISO_KARGS
        + " ignition.platform.id=metal\n";
  }

  private LiveSystem find(TestIso iso) throws Exception {
    return find(iso.build().bytes());
  }

  private LiveSystem find(byte[] iso) throws Exception {
    return LiveSystemFinder.find(write(iso), Optional.empty(), Optional.empty());
  }

  private Path write(byte[] iso) throws Exception {
    return Files.write(directory.resolve("live.iso"), iso);
  }
}
