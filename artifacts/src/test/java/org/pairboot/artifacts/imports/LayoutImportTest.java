package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.layout.LayoutImporter;
import org.pairboot.artifacts.imports.layout.LayoutRequest;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.layout.ImageLayout;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.Layouts;
import org.pairboot.artifacts.testimages.LiveImages;

/** What comes from another store, or from an archive of one, is proven here or refused. */
class LayoutImportTest extends ImportTest {
  private TestImports there;
  private Path source;
  private ImageStore here;
  private boolean allowUnverified;
  private boolean allowUnknownKernel;

  @BeforeEach
  void publishElsewhere() throws Exception {
    there = new TestImports(Files.createDirectories(directory.resolve("there")));
    source = there.store().directory();
    here = imports.store();
    publish("1");
  }

  private ImageVersion publish(String version) throws Exception {
    return there
        .run(there.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.of(version)))
        .image();
  }

  @Test
  void copiesAndProvesAllImagesOfAnArchive() throws Exception {
    publish("2");
    List<PublishResult> published = importAll(archive());

    assertThat(published).allMatch(PublishResult::isNew);
    assertThat(refs()).containsExactly("fcos@2", "fcos@1");
    ImageVersion image = here.snapshot().find(ImageRef.parse("fcos@1")).orElseThrow();
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.fetchesRootfs()).isTrue();
    assertThat(TestImports.bytes(image.rootfs().orElseThrow().content())).isEqualTo(TODAY.rootfs());
    assertThat(manifests(here.directory())).isEqualTo(manifests(source));
    assertThat(here.snapshot().defaultImage().orElseThrow().image())
        .isEqualTo(ImageSelector.parse("fcos"));
  }

  @Test
  void copiesNothingThatTheStoreHas() throws Exception {
    publish("2");
    importAll(source, "fcos@1");
    List<String> steps = new ArrayList<>();

    importAll(
        request(source),
        (step, bytes) -> {
          steps.add(step);
          return done -> {};
        });
    assertThat(refs()).containsExactly("fcos@2", "fcos@1");
    assertThat(steps)
        .contains("checking rootfs.img of fcos@1")
        .noneMatch(step -> step.startsWith("copying"));
    assertThat(importAll(archive())).hasSize(2).noneMatch(PublishResult::isNew);
    assertThat(leftInStagings()).isEmpty();
  }

  @Test
  void repairsWhatIsDamagedHere() throws Exception {
    importAll(source);
    Path rootfs = blob(here.directory(), "rootfs.img");
    corrupt(rootfs);

    assertThat(importAll(source)).noneMatch(PublishResult::isNew);
    assertThat(Files.readAllBytes(rootfs)).isEqualTo(TODAY.rootfs());
  }

  @Test
  void provesWhatAnotherToolHasCopiedIn() throws Exception {
    Layouts.copyImages(source, here.directory());
    assertThat(here.refresh().all()).isEmpty();

    assertThat(importAll(source)).allMatch(PublishResult::isNew);
    assertThat(here.snapshot().unproven()).isEmpty();
  }

  @Test
  void takesTheImagesThatAreNamed() throws Exception {
    ImageVersion second = publish("2");
    publish("3");
    there.store().setChannel(new ChannelRef("fcos", "stable"), selector(second));

    importAll(archive(), "fcos@1");
    assertThat(refs()).containsExactly("fcos@1");
    importAll(archive(), "fcos@stable");
    assertThat(refs()).containsExactly("fcos@2", "fcos@1");
    assertThat(here.snapshot().channels("fcos")).isEmpty();
    importAll(source, "fcos");
    assertThat(refs()).containsExactly("fcos@3", "fcos@2", "fcos@1");
    assertRefused(
        request(source, "fcos@4"),
        ImportException.class,
        source + " has no image fcos@4; it has fcos@1, fcos@2, fcos@3");
    assertRefused(
        new LayoutRequest(
            ImageLayout.read(source),
            List.of(),
            Optional.of(Architecture.AARCH64),
            false,
            false,
            UnpackLimit.LIKELY),
        ImportException.class,
        source + " has nothing for aarch64; it has x86_64");
  }

  @Test
  void refusesAPairThatDoesNotMatchWhateverItClaims() throws Exception {
    Layouts.tamper(source, "1", "rootfs.img", Bytes.zeros(100_000));

    Path archive = archive();
    assertRefused(
        request(archive), PairRejectedException.class, archive + ": fcos@1: the file given as");
    allowUnverified = true;
    assertRefused(request(archive), PairRejectedException.class, "fcos@1: ");
    assertNothingIsLeft();
  }

  @Test
  void publishesNothingWhenOneIsRefused() throws Exception {
    Path bad = directory.resolve("bad");
    Layouts.copyImages(source, bad);
    Layouts.tamper(bad, "2", "initramfs.img", Bytes.random(5000, 5));
    publish("3");
    Layouts.copyImages(source, bad);

    assertRefused(
        request(bad),
        ImportException.class,
        bad + ": fcos@2: initramfs.img of fcos@2: ",
        "\nnothing was imported; to import the others, say --image fcos@1 --image fcos@3");
    assertNothingIsLeft();
    importAll(bad, "fcos@1", "fcos@3");
    assertThat(refs()).containsExactly("fcos@3", "fcos@1");
  }

  @Test
  void neverReplacesAVersion() throws Exception {
    imports.run(
        TestImports.withArguments(
            imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.of("1")),
            "other=1"));

    assertThatThrownBy(() -> importAll(source))
        .isInstanceOf(ImportException.class)
        .hasMessage(
            source
                + ": fcos@1: the store has it with other content; take only others, with --image,"
                + " or remove it first: pairboot remove fcos@1");
  }

  @Test
  void believesNoDigest() throws Exception {
    corrupt(blob(source, "kernel"));
    assertRefused(
        request(archive()),
        ImportException.class,
        "fcos@1: kernel does not match its digest; copy or make the layout again");
    Files.delete(blob(source, "rootfs.img"));
    assertRefused(request(source), ImportException.class, "fcos@1: rootfs.img is missing");
    assertNothingIsLeft();
  }

  @Test
  void believesNoArchitecture() throws Exception {
    Layouts.claimProofs(source, config -> config.put("architecture", "aarch64"));

    assertRefused(
        request(source),
        ImportException.class,
        "its kernel is for x86_64, but the image says that it is for aarch64");
  }

  @Test
  void looksAtTheKernel() throws Exception {
    Layouts.tamper(source, "1", "kernel", Bytes.random(3000, 7));
    assertRefused(
        request(source), ImportException.class, "; --allow-unknown-kernel publishes it anyway");
    Path page = directory.resolve("page");
    Layouts.copyImages(source, page);
    Layouts.tamper(page, "1", "kernel", "<html>".getBytes(UTF_8));
    allowUnknownKernel = true;
    assertRefused(request(page), ImportException.class, "fcos@1: its kernel is a web page");
    importAll(source);
    assertThat(refs()).containsExactly("fcos@1");
  }

  @Test
  void refusesArgumentsForFilesThatTheImageLacks() throws Exception {
    Layouts.claimProofs(
        source, config -> config.put("kernelArguments", "inst.stage2={base_url}/images"));
    assertRefused(
        request(source),
        ImportException.class,
        "fcos@1: the kernel arguments name {base_url}/images, but the image has no such file");
  }

  @Test
  void publishesWhatCarriesNoProofOnlyWhenToldTo() throws Exception {
    Path kernel = there.file("vmlinuz", Kernels.bzImage("kernel"));
    Path initramfs = there.file("initrd", Archive.archive().file("scripts/live", "x").cpio());
    Path root = there.file("root.squashfs", LiveImages.squashfs(5000));
    there.run(
        TestImports.withArguments(
            "debian", TestImports.files(kernel, initramfs, Optional.of(root)), "", true));

    assertRefused(
        request(source, "debian"),
        PairRejectedException.class,
        "nothing proves that its files belong together: it has no checksum that ties its files"
            + " together; --allow-unverified publishes it anyway");
    allowUnverified = true;
    PublishResult published = importAll(source, "debian").getFirst();
    assertThat(published.image().verification()).isInstanceOf(Verification.Unverifiable.class);
    assertThat(published.image().fetchesRootfs()).isTrue();
  }

  @Test
  void refusesTheStoreItself() throws Exception {
    importAll(source);
    assertThatThrownBy(() -> importAll(here.directory()))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("is the store itself");
  }

  private void assertRefused(
      LayoutRequest request, Class<? extends Exception> type, String... messages) {
    List<String> before = refs();
    assertThatThrownBy(() -> importAll(request, Progress.NONE))
        .isExactlyInstanceOf(type)
        .hasMessageContainingAll(messages);
    assertThat(refs()).isEqualTo(before);
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(here.snapshot().all()).isEmpty();
    assertThat(here.directory().resolve("blobs/sha256")).isEmptyDirectory();
    assertThat(leftInStagings()).isEmpty();
  }

  private List<Path> leftInStagings() throws IOException {
    try (Stream<Path> left = Files.list(here.directory().resolve(".pairboot/staging"))) {
      return left.toList();
    }
  }

  private List<PublishResult> importAll(Path layout, String... images) throws Exception {
    return importAll(request(layout, images), Progress.NONE);
  }

  private List<PublishResult> importAll(LayoutRequest request, Progress progress) throws Exception {
    List<PublishResult> published = new ArrayList<>();
    try (LayoutImporter importer = new LayoutImporter(here, request)) {
      importer.prepare(progress);
      importer.publish(published::add);
    }
    return published;
  }

  private LayoutRequest request(Path layout, String... images) throws IOException {
    return new LayoutRequest(
        ImageLayout.read(layout),
        Stream.of(images).map(ImageSelector::parse).toList(),
        Optional.empty(),
        allowUnverified,
        allowUnknownKernel,
        UnpackLimit.LIKELY);
  }

  private Path archive() throws IOException {
    return Layouts.archive(source, directory.resolve("images.tar"));
  }

  private List<String> refs() {
    return here.refresh().all().stream().map(image -> image.ref().toString()).toList();
  }

  private static ImageSelector selector(ImageVersion image) {
    return ImageSelector.parse(image.ref().toString());
  }

  private static List<String> manifests(Path layout) throws IOException {
    return ImageLayout.read(layout).list().stream()
        .map(entry -> entry.manifest().digest().toString())
        .toList();
  }

  /** The file with the bytes of a part of the first image of {@code layout}. */
  private static Path blob(Path layout, String part) throws IOException {
    ImageVersion image = ((IndexEntry.Readable) ImageLayout.read(layout).list().getFirst()).image();
    Part found =
        image.parts().stream()
            .filter(each -> each.fileName().equals(part))
            .findFirst()
            .orElseThrow();
    return layout.resolve("blobs/sha256").resolve(found.digest().hex());
  }

  private static void corrupt(Path blob) throws IOException {
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(blob);
    Files.write(blob, bytes);
  }
}
