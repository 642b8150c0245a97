package org.pairboot.appliance.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.TestImages;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;

/** The checks of what is in the store: of a sound one and of broken ones. */
class StoreChecksTest {
  private static final ImageStore.Options OPTIONS = new ImageStore.Options(Duration.ZERO, "test");

  @TempDir private Path directory;
  private Path dataDir;
  private ImageStore store;

  @BeforeEach
  void publish() throws Exception {
    dataDir = directory.resolve("data");
    store = ImageStore.open(dataDir, OPTIONS);
    TestImages.publish(store, "demo", "1.0", "x86_64", false);
  }

  @Test
  void acceptsACompleteImage() {
    assertThat(images())
        .containsExactly(
            Finding.ok("default image demo", "it is demo@1.0 now"),
            Finding.ok("demo@1.0", "complete; this store has verified the pair"));
  }

  @Test
  void reportsAnEmptyStoreAsAProblem() throws Exception {
    ImageStore empty = ImageStore.open(directory.resolve("empty"), OPTIONS);

    assertThat(Lab.notOk(new ImagesCheck(Optional.of(empty.snapshot()), Optional.empty()).run()))
        .containsExactly("problem store: no images, so machines have nothing to boot");
  }

  @Test
  void namesATruncatedFile() throws Exception {
    Files.writeString(rootfs(), "cut");
    store = ImageStore.open(dataDir, OPTIONS);

    assertThat(Lab.notOk(images()))
        .singleElement()
        .asString()
        .startsWith("problem demo@1.0: not served: rootfs.img");
  }

  @Test
  void reportsAnUnreadableStoreAsAProblem() throws Exception {
    Files.writeString(dataDir.resolve("index.json"), "{");
    StoreException broken =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            StoreException.class, () -> ImageStore.open(dataDir, OPTIONS));

    assertThat(Lab.notOk(new ImagesCheck(Optional.empty(), Optional.of(broken)).run()))
        .singleElement()
        .asString()
        .startsWith("problem store: ")
        .contains("index.json");
  }

  @Test
  void warnsOfAnInitramfsThatCannotBeInspected() throws Exception {
    assertThat(Lab.notOk(new MemoryCheck(store).run()))
        .singleElement()
        .asString()
        .startsWith("warning demo@1.0: its initramfs cannot be inspected");
  }

  @Test
  void asksNoMemoryForAKernelWithoutAnInitramfs() throws Exception {
    store.remove(ImageRef.parse("demo@1.0"));
    try (Staging staging = store.stage()) {
      TestImages.stage(staging, PartName.KERNEL, "kernel");
      store.publish(
          staging,
          new ImageDraft(
              ImageRef.parse("memtest@6"),
              Optional.empty(),
              "",
              new Verification.Unverifiable("there is no initramfs beside the kernel"),
              false,
              List.of()));
    }

    assertThat(new MemoryCheck(store).run()).isEmpty();
    assertThat(images()).contains(Finding.ok("memtest@6", "complete"));
  }

  @Test
  void namesTheLoadersThatCannotStartAKernel() throws Exception {
    try (Staging staging = store.stage()) {
      TestImages.stage(staging, PartName.KERNEL, "kernel");
      store.publish(
          staging,
          new ImageDraft(
              ImageRef.parse("board@1"),
              Optional.of(Architecture.AARCH64),
              Optional.of(KernelForm.ZBOOT),
              "",
              new Verification.Unverifiable("there is no initramfs beside the kernel"),
              false,
              List.of(),
              Optional.empty()));
    }

    assertThat(images())
        .filteredOn(found -> found.toString().contains("board@1"))
        .extracting(Finding::toString)
        .anyMatch(text ->
            text.contains(
                "its kernel is of the form EFI zboot image, which U-Boot and the Raspberry Pi"
                    + " cannot start"));
  }

  @Test
  void acceptsPartsOfFewBlocks() {
    assertThat(Lab.notOk(new BlockNumbersCheck(store.snapshot()).run())).isEmpty();
  }

  @Test
  void namesProfilesWhoseImageIsMissing() throws Exception {
    Path plans =
        Files.writeString(
            directory.resolve("plans.conf"),
            "profiles { good { image = demo }, bad { image = \"demo@stable\" } }");

    assertThat(Lab.notOk(plans(plans)))
        .containsExactly(
            "problem profile bad: nothing to boot: image demo@stable is not published; 'pairboot"
                + " images' lists those that are");
  }

  @Test
  void namesMachinesForWhoseArchitectureNothingIsPublished() throws Exception {
    Path plans =
        Files.writeString(
            directory.resolve("plans.conf"),
            """
            profiles.p { image = demo }
            machines {
              pc { select { mac-prefix = "52:54:00", architecture = x86_64 }, profile = p }
              board { select { mac-prefix = "52:54:01", architecture = aarch64 }, profile = p }
            }
            """);

    assertThat(Lab.notOk(plans(plans)))
        .containsExactly(
            "problem machine board: nothing to boot: demo@1.0 is for x86_64, this machine is"
                + " aarch64");
  }

  @Test
  void namesThePlaceOfMistakesInPlans() throws Exception {
    Path plans =
        Files.writeString(directory.resolve("plans.conf"), "machines.a { select.mac = nonsense }");

    assertThat(Lab.notOk(plans(plans)))
        .anySatisfy(finding ->
            assertThat(finding).startsWith("problem " + plans + ":1: machines.a.select.mac"));
  }

  @Test
  void namesThePlaceOfMistakesInTemplates() throws Exception {
    Path template =
        Files.writeString(directory.resolve("grub.cfg.mustache"), "{{#page}}{{nonsense}}{{/page}}");

    assertThat(
            Lab.notOk(
                new PlansCheck(
                        Lab.loaded(dataDir, "boot.templates=" + directory),
                        Optional.of(store.snapshot()))
                    .run()))
        .containsExactly("problem " + template + ":1: {{nonsense}}: there is no such variable");
  }

  @Test
  void warnsOfSuspiciousDocuments() throws Exception {
    Files.writeString(directory.resolve("user-data"), "#cloud-config\n");
    Path plans =
        Files.writeString(
            directory.resolve("plans.conf"),
            "profiles.default { image = demo, documents { user-data { file = user-data, type ="
                + " cloud-init } } }");

    assertThat(Lab.notOk(plans(plans)))
        .singleElement()
        .asString()
        .startsWith("warning " + directory.resolve("user-data"))
        .contains("meta-data");
  }

  @Test
  void checksTheDataDirectory() throws Exception {
    assertThat(Lab.notOk(directories(dataDir))).isEmpty();
    assertThat(Lab.notOk(directories(directory.resolve("absent"))))
        .singleElement()
        .asString()
        .contains("does not exist yet");
    assertThat(Lab.notOk(directories(Files.createFile(directory.resolve("file")))))
        .anySatisfy(finding -> assertThat(finding).contains("is not a directory"));
  }

  private List<Finding> images() {
    return new ImagesCheck(Optional.of(store.snapshot()), Optional.empty()).run();
  }

  private List<Finding> plans(Path plans) throws Exception {
    return new PlansCheck(
            Lab.loaded(dataDir, "boot.plans=[\"" + plans + "\"]"), Optional.of(store.snapshot()))
        .run();
  }

  private List<Finding> directories(Path data) throws Exception {
    return new DirectoriesCheck(data, Lab.settings(data).boot(), Optional.of(store.snapshot()))
        .run();
  }

  private Path rootfs() throws IOException {
    ImageVersion image = store.snapshot().all().getFirst();
    Path file = store.file(image.rootfs().orElseThrow());
    file.toFile().setWritable(true);
    return file;
  }
}
