package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.image.InvalidNameException;
import org.pairboot.artifacts.image.Part;
import org.pairboot.artifacts.image.Verification;
import org.pairboot.artifacts.initramfs.Compression;
import org.pairboot.artifacts.input.BadImageException;
import org.pairboot.artifacts.store.CheckResult.DamagedFile;
import org.pairboot.artifacts.store.ImageExists;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Published;
import org.pairboot.artifacts.store.StoreOptions;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.LiveImages;

class ImageImporterTest {
  private static final LiveImages.Pair TODAY = LiveImages.today();
  private static final byte[] CONFIG = Archive.archive().file("config.ign", "{}").cpio();

  @TempDir private Path directory;
  private ImageStore store;

  @BeforeEach
  void openStore() throws Exception {
    store = ImageStore.open(directory.resolve("store"), new StoreOptions(Duration.ZERO, "test"));
  }

  @Test
  void aPairIsPublishedAsItIs() throws Exception {
    ImageVersion image = importPair(TODAY.initramfs(), TODAY.rootfs()).image();

    assertThat(image.ref()).hasToString("fcos@" + LiveImages.VERSION);
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.fetchesRootfs()).isTrue();
    assertThat(bytes(image.initramfs().content())).isEqualTo(TODAY.initramfs());
    assertThat(bytes(image.rootfs().orElseThrow().content())).isEqualTo(TODAY.rootfs());
    assertThat(bytes(image.liveImage().orElseThrow()))
        .isEqualTo(concat(TODAY.initramfs(), TODAY.rootfs()));
  }

  @Test
  void aFatInitramfsIsSplitAndBecomesVerifiable() throws Exception {
    ImageVersion image = importAlone(LiveImages.a1()).image();

    assertThat(image.ref().version()).isEqualTo(LiveImages.OS_VERSION);
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.fetchesRootfs()).isFalse();
    assertThat(image.notes()).first().asString().contains("split from a fat initramfs");
    byte[] rootfs = bytes(image.rootfs().orElseThrow().content());
    assertThat(Arrays.copyOfRange(rootfs, 124, 124 + LiveImages.SQUASHFS.length))
        .isEqualTo(LiveImages.SQUASHFS);
  }

  @Test
  void theFatFormIsKeptOnlyWhereItIsAskedForAndThereIsOne() throws Exception {
    ImageVersion image =
        run(keepingFat(request(LiveImages.a1(), Optional.empty(), Optional.empty()))).image();

    assertThat(bytes(image.file("fat-initramfs.img").orElseThrow())).isEqualTo(LiveImages.a1());
    assertThat(image.fat()).isPresent();
    assertThat(image.initrds())
        .extracting(Part::fileName)
        .containsExactly("initramfs.img", "rootfs.img");
    assertThat(image.notes()).last().asString().startsWith("deprecated: the fat form");
    assertThat(store.snapshot().all().getFirst().fat()).isPresent();
    store.remove(image.ref());
    assertThat(importAlone(LiveImages.a1()).image().fat()).isEmpty();
    store.remove(image.ref());
    assertRefused(
        () ->
            run(
                keepingFat(
                    request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty()))),
        ImportException.class,
        "is no fat initramfs");
  }

  @Test
  void aConcatenatedImageIsTakenApartByteForByte() throws Exception {
    ImageVersion image = importAlone(concat(TODAY.initramfs(), TODAY.rootfs(), CONFIG)).image();

    assertThat(bytes(image.initramfs().content())).isEqualTo(TODAY.initramfs());
    assertThat(bytes(image.rootfs().orElseThrow().content())).isEqualTo(TODAY.rootfs());
    assertThat(image.initrds()).extracting(Part::fileName).endsWith("extra.img");
  }

  @Test
  void aFurtherInitrdMayHaveTheNameThatSplittingUses() throws Exception {
    ImageVersion image =
        run(request(LiveImages.a1(), Optional.empty(), Optional.empty(), List.of(extra()))).image();

    assertThat(image.initrds()).extracting(Part::fileName).endsWith("extra.img");
  }

  @Test
  void aFurtherInitrdCannotHaveTheNameOfWhatStandsBehindTheRootfs() {
    byte[] three = concat(TODAY.initramfs(), TODAY.rootfs(), CONFIG);

    assertRefused(
        () -> run(request(three, Optional.empty(), Optional.empty(), List.of(extra()))),
        ImportException.class,
        "extra.img already holds what stands behind the rootfs");
  }

  @Test
  void theVersionGivenIsTheOneInTheNewCookies() throws Exception {
    ImageVersion image =
        run(request(LiveImages.a0(), Optional.empty(), Optional.of("2019-autumn"))).image();

    assertThat(image.ref().version()).isEqualTo("2019-autumn");
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
  }

  @Test
  void anInitramfsOfAnotherKindNeedsNoRootfs() throws Exception {
    byte[] initramfs = Archive.archive().file("init", "#!/bin/sh\n").cpio();

    ImageVersion image = importAlone(initramfs).image();

    assertThat(image.rootfs()).isEmpty();
    assertThat(image.ref().version()).matches("sha256-[0-9a-f]{12}");
    assertThat(image.verification()).isInstanceOf(Verification.Unverifiable.class);
  }

  @Test
  void importingTheSameAgainChangesNothing() throws Exception {
    importPair(TODAY.initramfs(), TODAY.rootfs());

    assertThat(importPair(TODAY.initramfs(), TODAY.rootfs()).isNew()).isFalse();
    assertThat(store.snapshot().all()).hasSize(1);
  }

  @Test
  void aVersionIsNeverReplaced() throws Exception {
    importPair(TODAY.initramfs(), TODAY.rootfs());
    byte[] other = Archive.archive().file("init", "x").cpio();

    assertThatThrownBy(() -> run(request(other, Optional.empty(), Optional.of(LiveImages.VERSION))))
        .isInstanceOf(ImageExists.class)
        .hasMessageContaining("choose another version");
  }

  @Test
  void aPairOfTwoBuildsIsRefused() {
    byte[] other = LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, "33.1");

    assertRefused(
        () -> importPair(TODAY.initramfs(), other),
        PairRejectedException.class,
        "of version " + LiveImages.VERSION + ", the rootfs of version 33.1");
  }

  @Test
  void aChangedByteIsFound() {
    byte[] changed = TODAY.rootfs().clone();
    changed[2_200_000] ^= 1;

    assertRefused(
        () -> importPair(TODAY.initramfs(), changed),
        PairRejectedException.class,
        "hash mismatch at offset 2097152");
  }

  @Test
  void halvesOfTwoBuildsInOneFileAreRefusedAsAPairIs() {
    byte[] changed = TODAY.rootfs().clone();
    changed[2_200_000] ^= 1;

    assertRefused(
        () -> importAlone(concat(TODAY.initramfs(), changed)),
        PairRejectedException.class,
        "does not match the stream-hash");
  }

  @Test
  void whatIsJudgedIsWhatWasStaged() throws Exception {
    byte[] otherRootfs = LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, "33.1");
    ImportRequest request =
        request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());
    ImportSource.Files files = (ImportSource.Files) request.source();
    ImportProgress replacing =
        (step, total) -> {
          if (step.equals("copying kernel")) {
            replace(files.rootfs().orElseThrow(), otherRootfs);
            replace(files.initramfs(), LiveImages.splitInitramfs(Compression.GZIP, null, false));
          }
          return done -> {};
        };

    assertRefused(
        () -> new ImageImporter(store).run(request, replacing),
        PairRejectedException.class,
        "the rootfs of version 33.1");
  }

  @Test
  void aKernelThatIsSurelyNoneIsRefused() throws Exception {
    Path initramfs = file("initramfs.img", TODAY.initramfs());
    ImportRequest mixedUp =
        new ImportRequest(
            "fcos",
            Optional.empty(),
            initramfs,
            initramfs,
            Optional.of(file("rootfs.img", TODAY.rootfs())),
            List.of(),
            "",
            Optional.empty(),
            false);

    assertRefused(() -> run(mixedUp), ImportException.class, "--kernel takes the kernel (vmlinuz)");
  }

  @Test
  void anInitrdThatNoKernelTakesIsNoted() throws Exception {
    ImportRequest request =
        request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());
    ImageVersion image = run(withExtras(request, file("config.ign", "{}".getBytes(UTF_8)))).image();

    assertThat(image.notes())
        .last()
        .asString()
        .contains("machines will boot without config.ign", "pxe ignition wrap");
  }

  @Test
  void twoInitrdsOfOneNameAreRefused() throws Exception {
    Path extra = file("extra-1.img", Archive.archive().cpio());
    ImportRequest request =
        request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());

    assertRefused(
        () -> run(withExtras(request, extra, extra)),
        ImportException.class,
        "two initrds are called extra-1.img");
  }

  @Test
  void theStubOfTheFatEraIsRecognised() {
    LiveImages.Pair legacy = LiveImages.b2Legacy();

    assertRefused(
        () -> importPair(legacy.initramfs(), legacy.rootfs()),
        PairRejectedException.class,
        "stub of the fat era");
    assertRefused(
        () -> importAlone(legacy.rootfs()), ImportException.class, "import the fat initramfs");
  }

  @Test
  void aPairWithNothingToVerifyItByNeedsConsent() throws Exception {
    byte[] initramfs = LiveImages.splitInitramfs(Compression.GZIP, null, false);
    assertRefused(
        () -> importPair(initramfs, TODAY.rootfs()),
        PairRejectedException.class,
        "--allow-unverified");

    ImportRequest asked = request(initramfs, Optional.of(TODAY.rootfs()), Optional.empty());
    ImageVersion image = run(withConsent(asked)).image();

    assertThat(image.verification()).isInstanceOf(Verification.Unverifiable.class);
  }

  @Test
  void anInitramfsWithoutItsRootfsSaysWhatIsMissing() {
    assertRefused(
        () -> importAlone(TODAY.initramfs()), ImportException.class, "give that with --rootfs");
    assertRefused(() -> importAlone(TODAY.rootfs()), ImportException.class, "is a rootfs");
  }

  @Test
  void aTruncatedImageIsRefused() {
    byte[] fat = LiveImages.a2();

    assertRefused(
        () -> importAlone(Arrays.copyOf(fat, fat.length - 100)),
        BadImageException.class,
        "the file is truncated");
  }

  @Test
  void namesAreCheckedBeforeAnythingIsRead() {
    ImportRequest request =
        new ImportRequest(
            "Fedora CoreOS",
            Optional.empty(),
            Path.of("/nowhere"),
            Path.of("/nowhere"),
            Optional.empty(),
            List.of(),
            "",
            Optional.empty(),
            false);

    assertThatThrownBy(() -> run(request))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("'F' at position 1");
  }

  @Test
  void whatWasPublishedCanBeVerifiedAgain() throws Exception {
    ImageVersion image = importPair(TODAY.initramfs(), TODAY.rootfs()).image();
    ImageVerifier verifier = new ImageVerifier(store);
    assertThat(verifier.verify(image, ImportProgress.NONE).isGood()).isTrue();

    Path blob = store.file(image.rootfs().orElseThrow());
    assertThat(blob.toFile().setWritable(true)).isTrue();
    byte[] damaged = TODAY.rootfs().clone();
    damaged[0] ^= 1;
    Files.write(blob, damaged);

    ImageVerifier.Result result = verifier.verify(image, ImportProgress.NONE);
    assertThat(result.isGood()).isFalse();
    assertThat(result.bytes().damaged()).extracting(DamagedFile::name).contains("rootfs.img");
  }

  private interface Damage {
    byte[] done(byte[] bytes);
  }

  /** Though a verified rootfs is proven by its stream-hash and not by its digest. */
  @Test
  void everyDamageToAPublishedPairIsFound() throws Exception {
    ImageVersion image = importPair(TODAY.initramfs(), TODAY.rootfs()).image();
    List<Damage> damages =
        List.of(
            bytes -> flipped(bytes, 0),
            bytes -> flipped(bytes, bytes.length / 2),
            bytes -> flipped(bytes, bytes.length - 1),
            bytes -> Arrays.copyOf(bytes, bytes.length - 1),
            bytes -> Arrays.copyOf(bytes, bytes.length + 1),
            bytes -> new byte[0]);
    for (Part part : image.parts()) {
      Path blob = store.file(part);
      byte[] sound = Files.readAllBytes(blob);
      for (Damage damage : damages) {
        overwrite(blob, damage.done(sound));
        ImageVerifier.Result result = new ImageVerifier(store).verify(image, ImportProgress.NONE);
        assertThat(result.bytes().damaged())
            .extracting(DamagedFile::name)
            .containsExactly(part.fileName());
        assertThat(result.pair()).isEmpty();
      }
      Files.delete(blob);
      assertThat(new ImageVerifier(store).verify(image, ImportProgress.NONE).isGood()).isFalse();
      Files.write(blob, sound);
    }
    assertThat(new ImageVerifier(store).verify(image, ImportProgress.NONE).isGood()).isTrue();
  }

  @Test
  void allDamagedPartsAreNamed() throws Exception {
    ImageVersion image = importPair(TODAY.initramfs(), TODAY.rootfs()).image();
    for (Part part : image.parts()) {
      overwrite(store.file(part), flipped(Files.readAllBytes(store.file(part)), 7));
    }
    assertThat(new ImageVerifier(store).verify(image, ImportProgress.NONE).bytes().damaged())
        .extracting(DamagedFile::name)
        .containsExactly("kernel", "initramfs.img", "rootfs.img");
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] damaged = bytes.clone();
    damaged[at] ^= 1;
    return damaged;
  }

  private static void overwrite(Path blob, byte[] bytes) throws IOException {
    assertThat(blob.toFile().setWritable(true)).isTrue();
    Files.write(blob, bytes);
  }

  private void assertRefused(
      ThrowingCallable attempt, Class<? extends Exception> type, String message) {
    assertThatThrownBy(attempt).isInstanceOf(type).hasMessageContaining(message);
    assertThat(store.snapshot().all()).isEmpty();
  }

  private Published importPair(byte[] initramfs, byte[] rootfs) throws Exception {
    return run(request(initramfs, Optional.of(rootfs), Optional.empty()));
  }

  private Published importAlone(byte[] initramfs) throws Exception {
    return run(request(initramfs, Optional.empty(), Optional.empty()));
  }

  private Published run(ImportRequest request) throws Exception {
    return new ImageImporter(store).run(request, ImportProgress.NONE);
  }

  private ImportRequest request(byte[] initramfs, Optional<byte[]> rootfs, Optional<String> version)
      throws IOException {
    return request(initramfs, rootfs, version, List.of());
  }

  private Path extra() throws IOException {
    Path apart = Files.createDirectory(directory.resolve("apart"));
    return Files.write(apart.resolve("extra.img"), CONFIG);
  }

  private ImportRequest request(
      byte[] initramfs, Optional<byte[]> rootfs, Optional<String> version, List<Path> extras)
      throws IOException {
    return new ImportRequest(
        "fcos",
        version,
        file("vmlinuz", Bytes.random(1000, 9)),
        file("initramfs.img", initramfs),
        rootfs.isPresent() ? Optional.of(file("rootfs.img", rootfs.get())) : Optional.empty(),
        extras,
        "",
        Optional.empty(),
        false);
  }

  private static void replace(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImportRequest withExtras(ImportRequest request, Path... extras) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        List.of(extras),
        request.kernelArguments(),
        request.architecture(),
        request.allowUnverified(),
        request.keepFat());
  }

  private static ImportRequest keepingFat(ImportRequest request) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        request.extras(),
        request.kernelArguments(),
        request.architecture(),
        request.allowUnverified(),
        true);
  }

  private static ImportRequest withConsent(ImportRequest request) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        request.extras(),
        request.kernelArguments(),
        request.architecture(),
        true,
        request.keepFat());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static byte[] bytes(Content content) throws IOException {
    try (ContentReader reader = content.open()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return bytes.array();
    }
  }
}
