package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.imports.TestImports.allowingUnverified;
import static org.pairboot.artifacts.imports.TestImports.withExtras;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.LiveImages;
import org.tukaani.xz.XZ;

/** What is refused, and the message that says why. */
class ImportRefusalTest extends ImportTest {
  private static final byte[] CONFIG = TestImports.CONFIG;

  @Test
  void refusesAnInitrdWithTheNameOfTheDataAfterTheRootfs() {
    byte[] three = concat(TODAY.initramfs(), TODAY.rootfs(), CONFIG);

    imports.assertRefused(
        () ->
            imports.run(
                imports.request(
                    three, Optional.empty(), Optional.empty(), List.of(imports.extra()))),
        ImportException.class,
        "the name extra.img is taken by the data after the rootfs");
  }

  @Test
  void refusesAnInitramfsThatTheKernelCannotUnpackAndNamesTheRemedy() throws IOException {
    byte[] unknownCheck = Compress.xz(Archive.archive().file("init", "x").cpio(), XZ.CHECK_CRC64);

    imports.assertRefused(
        () -> imports.importAlone(unknownCheck),
        ImportException.class,
        "the kernel cannot unpack ");
    imports.assertRefused(
        () -> imports.importAlone(unknownCheck), ImportException.class, "xz --check=crc32");
  }

  @Test
  void neverReplacesAVersion() throws Exception {
    imports.importPair(TODAY.initramfs(), TODAY.rootfs());
    byte[] other = Archive.archive().file("init", "x").cpio();

    assertThatThrownBy(() ->
            imports.run(imports.request(other, Optional.empty(), Optional.of(LiveImages.VERSION))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("choose another version");
  }

  @Test
  void refusesAPairOfTwoBuilds() {
    byte[] other = LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, "33.1");

    imports.assertRefused(
        () -> imports.importPair(TODAY.initramfs(), other),
        PairRejectedException.class,
        "has version " + LiveImages.VERSION + ", the rootfs has version 33.1");
  }

  @Test
  void detectsAChangedByte() {
    byte[] changed = TODAY.rootfs().clone();
    changed[2_200_000] ^= 1;

    imports.assertRefused(
        () -> imports.importPair(TODAY.initramfs(), changed),
        PairRejectedException.class,
        "hash mismatch at offset 2097152");
  }

  @Test
  void refusesHalvesOfTwoBuildsInOneFile() {
    byte[] changed = TODAY.rootfs().clone();
    changed[2_200_000] ^= 1;

    imports.assertRefused(
        () -> imports.importAlone(concat(TODAY.initramfs(), changed)),
        PairRejectedException.class,
        "does not match the stream-hash");
  }

  @Test
  void judgesTheStagedFilesAndNotTheGivenOnes() throws Exception {
    byte[] otherRootfs = LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, "33.1");
    ImportRequest request =
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());
    ImportSource.Files files = (ImportSource.Files) request.source();
    Progress replacing =
        (step, total) -> {
          if (step.equals("copying kernel")) {
            replace(files.rootfs().orElseThrow(), otherRootfs);
            replace(
                files.initramfs().orElseThrow(),
                LiveImages.splitInitramfs(Compression.GZIP, null, false));
          }
          return done -> {};
        };

    imports.assertRefused(
        () -> TestImports.importer(imports.store()).run(request, replacing),
        PairRejectedException.class,
        "the rootfs has version 33.1");
  }

  @Test
  void refusesAKernelThatIsClearlyNotOne() throws Exception {
    Path initramfs = imports.file("initramfs.img", TODAY.initramfs());
    ImportRequest mixedUp =
        TestImports.plain(
            "fcos",
            TestImports.files(
                initramfs, initramfs, Optional.of(imports.file("rootfs.img", TODAY.rootfs()))));

    imports.assertRefused(
        () -> imports.run(mixedUp), ImportException.class, "--kernel takes the kernel (vmlinuz)");
  }

  @Test
  void namesFilesInEachOthersPlace() throws Exception {
    byte[] kernel = new byte[0x1000];
    System.arraycopy("HdrS".getBytes(UTF_8), 0, kernel, 0x202, 4);
    byte[] squashfs = "hsqs, a root file system".getBytes(UTF_8);
    byte[] archive = TODAY.initramfs();

    assertSwapped(
        archive,
        kernel,
        TODAY.rootfs(),
        "--initramfs ",
        "is a kernel; did you swap --kernel and --initramfs?");
    assertSwapped(
        TODAY.rootfs(),
        archive,
        kernel,
        "--rootfs ",
        "is a kernel; did you swap --kernel and --rootfs?");
    assertSwapped(
        kernel, TODAY.rootfs(), archive, "", "is a rootfs; did you swap --initramfs and --rootfs?");
    assertSwapped(
        kernel,
        squashfs,
        archive,
        "--initramfs ",
        "is a root file system; did you swap --rootfs and --initramfs?");
    assertSwapped(
        squashfs, archive, kernel, "--rootfs ", "is a kernel; did you swap --kernel and --rootfs?");
  }

  private void assertSwapped(
      byte[] kernel, byte[] initramfs, byte[] rootfs, String option, String message)
      throws Exception {
    ImportSource files =
        TestImports.files(
            imports.file("vmlinuz", kernel),
            imports.file("initramfs.img", initramfs),
            Optional.of(imports.file("rootfs.img", rootfs)));

    assertThatThrownBy(() -> imports.run(TestImports.plain("fcos", files)))
        .isInstanceOf(ImportException.class)
        .hasMessageStartingWith(option)
        .hasMessageEndingWith(message);
    assertThat(imports.store().snapshot().all()).isEmpty();
  }

  @Test
  void refusesTwoInitrdsOfTheSameName() throws Exception {
    Path extra = imports.file("extra-1.img", Archive.archive().cpio());
    ImportRequest request =
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());

    imports.assertRefused(
        () -> imports.run(withExtras(request, extra, extra)),
        ImportException.class,
        "two initrds are named extra-1.img");
  }

  @Test
  void recognisesTheStubOfTheFatEra() {
    LiveImages.Pair legacy = LiveImages.b2Legacy();

    imports.assertRefused(
        () -> imports.importPair(legacy.initramfs(), legacy.rootfs()),
        PairRejectedException.class,
        "the rootfs is a stub");
    imports.assertRefused(
        () -> imports.importAlone(legacy.rootfs()),
        ImportException.class,
        "import the fat initramfs");
  }

  @Test
  void publishesAnUnverifiablePairOnlyOnRequest() throws Exception {
    byte[] initramfs = LiveImages.splitInitramfs(Compression.GZIP, null, false);
    imports.assertRefused(
        () -> imports.importPair(initramfs, TODAY.rootfs()),
        PairRejectedException.class,
        "--allow-unverified");

    ImportRequest request =
        imports.request(initramfs, Optional.of(TODAY.rootfs()), Optional.empty());
    ImageVersion image = imports.run(allowingUnverified(request)).image();

    assertThat(image.verification()).isInstanceOf(Verification.Unverifiable.class);
  }

  @Test
  void saysWhatIsMissingBesideAnInitramfsOrARootfs() {
    imports.assertRefused(
        () -> imports.importAlone(TODAY.initramfs()),
        ImportException.class,
        "name that with --rootfs");
    imports.assertRefused(
        () -> imports.importAlone(TODAY.rootfs()), ImportException.class, "is a rootfs");
  }

  @Test
  void refusesATruncatedImage() {
    byte[] fat = LiveImages.a2();

    imports.assertRefused(
        () -> imports.importAlone(Arrays.copyOf(fat, fat.length - 100)),
        BadImageException.class,
        "the file is truncated");
  }

  @Test
  void checksNamesBeforeItReadsAnything() {
    Path none = Path.of("/nowhere");
    ImportRequest request =
        TestImports.plain("Fedora CoreOS", TestImports.files(none, none, Optional.empty()));

    assertThatThrownBy(() -> imports.run(request))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("'F' at position 1");
  }

  private static void replace(Source file, byte[] bytes) {
    try {
      Files.write(((Source.LocalFile) file).path(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
