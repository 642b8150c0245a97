package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.LeftOut;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.Layouts;

/** What a store believes of images that it did not publish. */
class ImageProverTest extends ImportTest {
  private static final ImageRef OWN = ImageRef.parse("fcos@1");
  private static final ImageRef COPIED = ImageRef.parse("fcos@2");

  private Path here;
  private Path elsewhere;

  /** An image in the store, and the same one elsewhere as version 2. */
  @BeforeEach
  void importHereAndElsewhere() throws Exception {
    here = imports.store().directory();
    elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    importAs(imports, "1");
    importAs(new TestImports(elsewhere), "2");
    elsewhere = elsewhere.resolve("store");
  }

  private static void importAs(TestImports imports, String version) throws Exception {
    imports.run(
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.of(version)));
  }

  @Test
  void neitherServesNorNamesATamperedImageThatClaimsToBeVerifiedAndTheNewest() throws Exception {
    Layouts.tamper(elsewhere, "2", "rootfs.img", Bytes.zeros(100_000));
    Layouts.copyImages(elsewhere, here);

    ImageStore store = open(here);
    Snapshot copied = store.snapshot();
    assertThat(copied.all()).extracting(ImageVersion::ref).containsExactly(OWN);
    assertThat(copied.latest("fcos")).map(ImageVersion::ref).contains(OWN);
    assertThat(copied.find("fcos", "2")).isEmpty();
    assertThat(copied.unproven()).extracting(LeftOut.Unproven::ref).containsExactly(COPIED);
    assertThatThrownBy(() -> copied.require(ImageSelector.parse("fcos@2")))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "fcos@2 is unproven: another tool put it in, and nobody has proven it yet; 'pairboot"
                + " verify fcos@2' proves it");

    ImageProver.Outcome outcome = prove(store, unproven(store));
    assertThat(outcome.isGood()).isFalse();
    assertThat(outcome.verification().why()).get().asString().contains("its pair does not match");
    assertThat(store.snapshot().find(COPIED)).isEmpty();
    // Nobody tries again by himself, not even after a restart.
    assertThat(open(here).snapshot().due()).isEmpty();
    assertThat(unproven(open(here)).verification()).isEqualTo(outcome.verification());
  }

  @Test
  void rejectsForGoodWhatIsNoInitramfs() throws Exception {
    Layouts.tamper(elsewhere, "2", "initramfs.img", Bytes.random(5000, 5));
    Layouts.copyImages(elsewhere, here);

    ImageStore store = open(here);
    ImageProver.Outcome outcome = prove(store, unproven(store));
    assertThat(outcome.isGood()).isFalse();
    assertThat(outcome.verification().why())
        .get()
        .asString()
        .startsWith("its pair does not match: initramfs.img: ")
        .endsWith("; download both again from the same build");
    assertThat(open(here).snapshot().due()).isEmpty();
  }

  @Test
  void scrubbingReportsAServedImageThatHasNoInitramfs() throws Exception {
    Layouts.tamper(here, "1", "initramfs.img", Bytes.random(5000, 5));
    ImageStore store = open(here);
    store.record(Map.of(unproven(store), new Verification.Verified()));

    StoreScrubber.Result result =
        new StoreScrubber(store, OptionalLong.empty()).scrub(Progress.NONE);
    assertThat(result.isSound()).isFalse();
    assertThat(result.bytes().damaged()).isEmpty();
    assertThat(result.pairs())
        .singleElement()
        .satisfies(pair -> assertThat(pair.why()).startsWith("initramfs.img: "));
  }

  @Test
  void provesManyInOneStepAndInTheirOrder() throws Exception {
    importAs(imports, "2");
    importAs(imports, "3");
    Path copy = directory.resolve("copy");
    Layouts.copyImages(here, copy);
    ImageStore store = open(copy);

    Map<ImageVersion, Verification> found = new LinkedHashMap<>();
    store.snapshot().due().forEach(image -> found.put(image, new Verification.Verified()));
    store.record(found);
    assertThat(store.snapshot().versions("fcos"))
        .extracting(image -> image.ref().version())
        .containsExactly("3", "2", "1");
    assertThat(open(copy).snapshot().due()).isEmpty();
  }

  @Test
  void servesWhatAnotherToolPutInOnceItIsProven() throws Exception {
    Layouts.claimProofs(elsewhere, config -> {});
    Layouts.copyImages(elsewhere, here);

    ImageStore store = open(here);
    assertThat(store.snapshot().find(COPIED)).isEmpty();
    assertThat(prove(store, unproven(store)).isGood()).isTrue();
    ImageVersion proven = store.snapshot().find(COPIED).orElseThrow();
    assertThat(proven.verification()).isEqualTo(new Verification.Verified());
    assertThat(store.snapshot().unproven()).isEmpty();

    // For this store it was published just now, whatever its config says.
    assertThat(store.snapshot().latest("fcos")).map(ImageVersion::ref).contains(COPIED);
    assertThat(proven.published().orElseThrow().toString()).doesNotStartWith("2099");
    importAs(imports, "3");
    assertThat(open(here).snapshot().latest("fcos"))
        .map(ImageVersion::ref)
        .contains(ImageRef.parse("fcos@3"));
  }

  @Test
  void provesNothingOfACopiedLayout() throws Exception {
    Path copy = directory.resolve("copy");
    Layouts.copyImages(here, copy);

    assertThat(open(copy).snapshot().all()).isEmpty();
    assertThat(open(copy).snapshot().due()).extracting(ImageVersion::ref).containsExactly(OWN);
    assertThat(open(copy).snapshot().problem()).isEmpty();
    assertThat(open(copy).snapshot().defaultImage()).isEmpty();
  }

  @Test
  void keepsItsProofsInARestoredDataDirectory() throws Exception {
    Path restored = directory.resolve("restored");
    Layouts.copyAll(here, restored);
    assertThat(open(restored).snapshot().all())
        .extracting(ImageVersion::ref, ImageVersion::verification)
        .containsExactly(tuple(OWN, new Verification.Verified()));

    Path layoutAndState = directory.resolve("layout-and-state");
    Layouts.copyImages(here, layoutAndState);
    Files.createDirectory(layoutAndState.resolve(".pairboot"));
    Files.copy(
        here.resolve(".pairboot/state.json"), layoutAndState.resolve(".pairboot/state.json"));
    assertThat(open(layoutAndState).snapshot().latest("fcos"))
        .map(ImageVersion::verification)
        .contains(new Verification.Verified());
  }

  @Test
  void acceptsAnImageWithoutAProofOnlyWhenToldTo() throws Exception {
    Path kernel = imports.file("memtest", Kernels.bzImage("memtest"));
    TestImports alone = new TestImports(Files.createDirectories(directory.resolve("alone")));
    alone.run(
        TestImports.plain(
            "memtest", ImportRequest.ImportSource.kernelAlone(TestImports.local(kernel))));
    Layouts.copyImages(alone.store().directory(), here);

    ImageStore store = open(here);
    ImageVersion image = unproven(store);
    ImageProver.Outcome refused = prove(store, image);
    assertThat(refused.isGood()).isFalse();
    assertThat(refused.verification().why())
        .get()
        .asString()
        .isEqualTo(
            "it carries no proof (there is no initramfs beside the kernel); 'pairboot verify"
                + " --allow-unverified %s' accepts that",
            image.ref());
    assertThat(store.snapshot().latest("memtest")).isEmpty();

    new ImageProver(store).prove(unproven(store), true, Progress.NONE);
    assertThat(open(here).snapshot().latest("memtest"))
        .map(ImageVersion::verification)
        .contains(new Verification.Unverifiable("there is no initramfs beside the kernel"));
  }

  @Test
  void keepsServingWhatAnEarlierReleaseImportedAndProvesItAgain() throws Exception {
    Layouts.downgrade(here);

    ImageStore store = open(here);
    ImageVersion old = store.snapshot().find(OWN).orElseThrow();
    assertThat(old.verification()).isEqualTo(new Verification.ToProve(Optional.empty()));
    assertThat(store.snapshot().defaultImage())
        .map(DefaultImage::image)
        .contains(ImageSelector.parse("fcos"));
    assertThat(store.snapshot().due()).containsExactly(old);

    assertThat(prove(store, old).isGood()).isTrue();
    ImageVersion proven = open(here).snapshot().find(OWN).orElseThrow();
    assertThat(proven.verification()).isEqualTo(new Verification.Verified());
    assertThat(proven.published()).isEqualTo(old.published());
    assertThat(open(here).snapshot().due()).isEmpty();
  }

  @Test
  void withdrawsWhatAnEarlierReleaseImportedWhenItFails() throws Exception {
    Layouts.downgrade(here);
    Layouts.tamper(here, "1", "rootfs.img", Bytes.zeros(100_000));

    ImageStore store = open(here);
    ImageVersion old = store.snapshot().find(OWN).orElseThrow();
    assertThat(prove(store, old).isGood()).isFalse();
    assertThat(store.snapshot().all()).isEmpty();
    assertThat(open(here).snapshot().unproven())
        .extracting(LeftOut.Unproven::ref)
        .containsExactly(OWN);
  }

  @Test
  void upgradesOnlyOnce() throws Exception {
    Layouts.downgrade(here);
    open(here);
    Files.delete(here.resolve(".pairboot/state.json"));

    Snapshot lost = open(here).snapshot();
    assertThat(lost.all()).isEmpty();
    assertThat(lost.unproven()).hasSize(1);
    assertThat(lost.problem())
        .get()
        .asString()
        .contains("state.json is missing, so no image counts as proven; restore the file");
  }

  @Test
  void importingTheSameFilesProvesWhatAnotherToolPutIn() throws Exception {
    Layouts.claimProofs(elsewhere, config -> {});
    Layouts.copyImages(elsewhere, here);
    importAs(imports, "2");

    ImageStore store = open(here);
    assertThat(store.snapshot().find(COPIED)).isPresent();
    assertThat(store.snapshot().unproven()).isEmpty();
    assertThat(store.snapshot().latest("fcos")).map(ImageVersion::ref).contains(COPIED);
  }

  @Test
  void neverServesASecondOneUnderANameThatItServes() throws Exception {
    Layouts.tamper(elsewhere, "1", "kernel", Bytes.random(2000, 4));
    Layouts.copyImages(elsewhere, here);

    ImageStore store = open(here);
    assertThat(store.snapshot().unproven()).hasSize(1);
    assertThat(store.snapshot().due()).isEmpty();
    assertThat(store.snapshot().find(OWN).orElseThrow().kernel().length())
        .isEqualTo(Kernels.bzImage("kernel").length);
  }

  private static ImageProver.Outcome prove(ImageStore store, ImageVersion image)
      throws IOException {
    return new ImageProver(store).prove(image, false, Progress.NONE);
  }

  private static ImageVersion unproven(ImageStore store) {
    return store.snapshot().unproven().getFirst().image();
  }

  private static ImageStore open(Path directory) throws StoreException {
    return ImageStore.open(directory, ImageStore.Options.defaults());
  }
}
