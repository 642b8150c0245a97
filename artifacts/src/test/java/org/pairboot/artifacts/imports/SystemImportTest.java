package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.pairboot.artifacts.imports.TestImports.bytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;

/** Imports of ISOs, and of systems that fetch their root file system. */
class SystemImportTest {
  private static final LiveImages.Pair TODAY = LiveImages.today();
  private static final byte[] KERNEL = Kernels.bzImage("kernel");
  private static final byte[] DEBIAN = Archive.archive().file("scripts/live", "x").cpio();
  private static final byte[] SQUASHFS = LiveImages.squashfs(100_000);

  @TempDir private Path directory;
  private ImageStore store;

  @BeforeEach
  void openStore() throws Exception {
    store = reopened();
  }

  @Test
  void makesAVerifiedPairOfACoreosIso() throws Exception {
    ImageVersion image = run(medium(coreos(), Optional.empty()), "", false);

    assertThat(image.ref()).hasToString("live@" + LiveImages.VERSION);
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.kernelArguments()).isEqualTo("quiet ignition.firstboot");
    assertThat(bytes(image.kernel().content())).isEqualTo(KERNEL);
    assertThat(bytes(image.initramfs().orElseThrow().content())).isEqualTo(TODAY.initramfs());
    assertThat(bytes(image.rootfs().orElseThrow().content())).isEqualTo(TODAY.rootfs());
    assertThat(image.payloads()).isEmpty();
  }

  @Test
  void keepsQuotedArgumentsOfACoreosIso() throws Exception {
    Path iso =
        write(
            coreosFiles("dyndbg=\"file  initrd=a.c +p\" initrd=/images/x  coreos.liveiso=x quiet"));

    assertThat(run(medium(iso, Optional.empty()), "", false).kernelArguments())
        .isEqualTo("dyndbg=\"file  initrd=a.c +p\" quiet");
  }

  @Test
  void fetchesAnIsoByUrlAndKeepsNoSecondCopy() throws Exception {
    coreos();
    try (LocalMirror mirror = new LocalMirror(directory)) {
      Source url = Source.parse(mirror.url("/live.iso"));

      assertThat(
              run(new ImportSource.LiveMedium(url, Optional.empty(), Optional.empty()), "", false)
                  .ref())
          .hasToString("live@" + LiveImages.VERSION);
    }
    assertThat(directory.resolve("store/downloads")).isEmptyDirectory();
  }

  @Test
  void publishesNothingFromATruncatedIso() throws Exception {
    byte[] whole = Files.readAllBytes(coreos());
    Path iso = Files.write(directory.resolve("cut.iso"), Arrays.copyOf(whole, 100_000));

    assertThatThrownBy(() -> run(medium(iso, Optional.empty()), "", false))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("the ISO image is incomplete");
    assertThat(store.snapshot().all()).isEmpty();
  }

  @Test
  void publishesWhatOtherSystemsFetchAsAPayload() throws Exception {
    Path iso = debian();
    assertThatThrownBy(() -> run(medium(iso, Optional.empty()), "", false))
        .isInstanceOf(PairRejectedException.class)
        .hasMessageContaining("a Debian live image has no checksum that ties its files together")
        .hasMessageContaining("--allow-unverified");
    assertThat(store.snapshot().all()).isEmpty();

    ImageVersion image = run(medium(iso, Optional.empty()), "quiet", true);

    assertThat(image.verification()).isInstanceOf(Verification.Unverifiable.class);
    assertThat(image.fetchesRootfs()).isTrue();
    assertThat(image.rootfs()).isEmpty();
    assertThat(image.initrds()).extracting(Part::fileName).containsExactly("initramfs.img");
    assertThat(image.payloads())
        .extracting(Part::fileName)
        .containsExactly("live/filesystem.squashfs");
    assertThat(bytes(image.file("live/filesystem.squashfs").orElseThrow())).isEqualTo(SQUASHFS);
    assertThat(image.kernelArguments()).isEqualTo("boot=live components fetch={rootfs_url} quiet");
    assertThat(image.ref().version()).matches("sha256-[0-9a-f]{12}");
    assertThat(image.liveImage()).isEmpty();
    assertThat(new ImageVerifier(store).verify(image, Progress.NONE).isGood()).isTrue();
    assertThat(reopened().snapshot().latest("live").orElseThrow().payloads())
        .extracting(Part::name, Part::digest)
        .containsExactly(
            tuple(
                PartName.payload("live/filesystem.squashfs"),
                image.payloads().getFirst().digest()));
  }

  @Test
  void recognisesSeparateFilesByTheirInitramfs() throws Exception {
    ImageVersion image = run(files(DEBIAN, Optional.of(SQUASHFS), Optional.empty()), "", true);

    assertThat(image.payloads())
        .extracting(Part::fileName)
        .containsExactly("live/filesystem.squashfs");
    assertThat(image.notes()).first().isEqualTo("imported as debian-live: Debian live");
  }

  @Test
  void takesAPresetWithSeparateFiles() throws Exception {
    byte[] initramfs = Archive.archive().file("init", "x").cpio();

    ImageVersion image =
        run(files(initramfs, Optional.of(SQUASHFS), Optional.of(Preset.ARCH)), "", true);

    assertThat(image.payloads())
        .extracting(Part::fileName)
        .containsExactly("arch/x86_64/airootfs.sfs");
    assertThat(image.kernelArguments()).contains("archiso_http_srv={base_url}/ ");
  }

  @Test
  void importsASystemInOneInitramfs() throws Exception {
    byte[] flatcar = Archive.archive().file("usr.squashfs", SQUASHFS).cpio();

    ImageVersion image = run(files(flatcar, Optional.empty(), Optional.empty()), "", false);

    assertThat(image.kernelArguments()).isEqualTo("flatcar.first_boot=1");
    assertThat(image.payloads()).isEmpty();
    assertThatThrownBy(
            () -> run(files(flatcar, Optional.of(SQUASHFS), Optional.of(Preset.FLATCAR)), "", true))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("leave out --rootfs");
  }

  @Test
  void requiresARootfsForAPresetThatFetchesOne() {
    assertThatThrownBy(
            () -> run(files(DEBIAN, Optional.empty(), Optional.of(Preset.DEBIAN_LIVE)), "", true))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("name that with --rootfs");
    assertThatThrownBy(
            () -> run(files(DEBIAN, Optional.empty(), Optional.empty()), "x={rootfs_url}", true))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("contain {rootfs_url}, but the image has no file to fetch");
  }

  @Test
  void refusesNamesThatDifferOnlyInCase() throws Exception {
    Path iso =
        write(
            TestIso.iso(Names.ROCK_RIDGE)
                .file("boot/vmlinuz-lts", KERNEL)
                .file("boot/initramfs-lts", DEBIAN)
                .file("boot/modloop-lts", SQUASHFS)
                .file("apks/x86_64/a.apk", "a")
                .file("apks/x86_64/A.apk", "A"));

    assertThatThrownBy(() -> run(medium(iso, Optional.empty()), "", true))
        .isInstanceOf(ImportException.class)
        .hasMessage("two files are named apks/x86_64/a.apk; rename one");
  }

  @Test
  void makesTwoVersionsOfBuildsThatShareAnInitramfs() throws Exception {
    ImageVersion one = run(files(DEBIAN, Optional.of(SQUASHFS), Optional.empty()), "", true);
    ImageVersion two =
        run(files(DEBIAN, Optional.of(LiveImages.squashfs(50_000)), Optional.empty()), "", true);

    assertThat(one.ref()).isNotEqualTo(two.ref());
  }

  private ImageStore reopened() throws Exception {
    return ImageStore.open(
        directory.resolve("store"), new ImageStore.Options(Duration.ZERO, "test"));
  }

  private ImportSource medium(Path iso, Optional<Preset> preset) {
    return new ImportSource.LiveMedium(TestImports.local(iso), preset, Optional.empty());
  }

  private ImportSource files(byte[] initramfs, Optional<byte[]> rootfs, Optional<Preset> preset)
      throws Exception {
    return TestImports.files(
        Files.write(directory.resolve("vmlinuz"), KERNEL),
        Files.write(directory.resolve("initrd.img"), initramfs),
        rootfs.isPresent()
            ? Optional.of(Files.write(directory.resolve("root.squashfs"), rootfs.get()))
            : Optional.empty(),
        preset);
  }

  private Path coreos() throws Exception {
    return write(coreosFiles("quiet coreos.liveiso=x ignition.firstboot"));
  }

  private static TestIso coreosFiles(String arguments) {
    return TestIso.iso(Names.ROCK_RIDGE)
        .file("images/pxeboot/vmlinuz", KERNEL)
        .file("images/pxeboot/initrd.img", TODAY.initramfs())
        .file("images/pxeboot/rootfs.img", TODAY.rootfs())
        .file("EFI/fedora/grub.cfg", "\tlinux /images/pxeboot/vmlinuz " + arguments + "\n");
  }

  private Path debian() throws Exception {
    return write(
        TestIso.iso(Names.ROCK_RIDGE)
            .file("live/vmlinuz", KERNEL)
            .file("live/initrd.img", DEBIAN)
            .file("live/filesystem.squashfs", SQUASHFS));
  }

  private Path write(TestIso iso) throws Exception {
    return Files.write(directory.resolve("live.iso"), iso.build().bytes());
  }

  private ImageVersion run(ImportSource source, String arguments, boolean allowUnverified)
      throws Exception {
    ImportRequest request = TestImports.withArguments("live", source, arguments, allowUnverified);
    return TestImports.importer(store).run(request, Progress.NONE).image();
  }
}
