package org.pairboot.artifacts.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.catalog.Architecture.AARCH64;
import static org.pairboot.artifacts.catalog.Architecture.RISCV64;
import static org.pairboot.artifacts.catalog.Architecture.X86_64;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.oci.ArchitectureIndex;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciNames;

/** Versions that have several architectures. */
class ArchitecturesTest extends StoreTest {
  private static final ImageRef FCOS_1 = ImageRef.parse("fcos@1");
  private static final ImageSelector FCOS = ImageSelector.parse("fcos");

  @Test
  void addsAnArchitectureToAVersion() throws IOException {
    publish("fcos@1", X86_64);
    assertThat(publish("fcos@1", AARCH64)).isTrue();
    assertThat(publish("fcos@1", AARCH64)).isFalse();

    assertThat(store.snapshot().architectures(FCOS_1)).containsExactly(AARCH64, X86_64);
    assertThat(initramfs(FCOS, X86_64)).isEqualTo("fcos@1 x86_64");
    assertThat(initramfs(FCOS, AARCH64)).isEqualTo("fcos@1 aarch64");
    assertThat(store.snapshot().find(FCOS, RISCV64)).isEmpty();
    assertThat(store.snapshot().versions("fcos")).hasSize(1);
    assertThat(store.snapshot().all()).hasSize(2);
    files.requireClean();
  }

  @Test
  void refusesOtherFilesForAnArchitectureThatTheVersionHas() throws IOException {
    publish("fcos@1", X86_64);
    publish("fcos@1", AARCH64);

    assertThatThrownBy(() -> publish("fcos@1", AARCH64, "other"))
        .satisfies(kind(Kind.IMAGE_EXISTS))
        .hasMessage(
            "fcos@1 for aarch64 is already published with other files; choose another version, or"
                + " remove it first");
    assertThat(initramfs(FCOS, AARCH64)).isEqualTo("fcos@1 aarch64");
  }

  @Test
  void refusesAnArchitectureThatNobodyKnowsBesideAnother() throws IOException {
    publish("fcos@1", X86_64);
    Images.publish(store, "any@1", Optional.empty(), "any", "rootfs");

    assertThatThrownBy(() -> Images.publish(store, "fcos@1", Optional.empty(), "x", "rootfs"))
        .satisfies(kind(Kind.IMAGE_EXISTS))
        .hasMessageContaining("fcos@1 is already published for x86_64; say with --arch");
    assertThatThrownBy(() -> publish("any@1", X86_64))
        .satisfies(kind(Kind.IMAGE_EXISTS))
        .hasMessageStartingWith("any@1 is already published with an unknown architecture");
  }

  @Test
  void offersAnImageOfUnknownArchitectureToEachMachine() throws IOException {
    Images.publish(store, "any@1", Optional.empty(), "any", "rootfs");

    assertThat(initramfs(ImageSelector.parse("any"), RISCV64)).isEqualTo("any");
    assertThat(store.snapshot().architectures(ImageRef.parse("any@1"))).isEmpty();
  }

  @Test
  void meansTheOneThatCameFirstWithoutAnArchitecture() throws IOException {
    publish("fcos@1", X86_64);
    publish("fcos@1", RISCV64);
    publish("fcos@1", AARCH64);

    assertThat(first()).contains(X86_64);
    store.remove(FCOS_1, X86_64, List.of());
    assertThat(first()).contains(RISCV64);
    assertThat(ImageStore.open(directory, ImageStore.Options.defaults()).snapshot().find(FCOS_1))
        .hasValueSatisfying(image -> assertThat(image.architecture()).contains(RISCV64));
    files.requireClean();
  }

  @Test
  void servesNoOtherArchitectureInPlaceOfADamagedOne() throws IOException {
    publish("fcos@1", X86_64);
    publish("fcos@1", AARCH64);
    ImageVersion damaged = store.snapshot().find(FCOS, X86_64).orElseThrow();
    Files.delete(files.blob(damaged.initramfs().orElseThrow().digest()));
    publish("other@1", X86_64);

    assertThat(store.snapshot().find(FCOS)).isEmpty();
    assertThat(store.snapshot().find(FCOS, X86_64)).isEmpty();
    assertThat(initramfs(FCOS, AARCH64)).isEqualTo("fcos@1 aarch64");
    assertThat(store.snapshot().damaged())
        .extracting(Object::toString)
        .containsExactly("fcos@1 for x86_64: initramfs.img is missing");
    assertThat(store.scrub(Progress.NONE).damaged())
        .flatExtracting(ScrubReport.DamagedBlob::uses)
        .extracting(ScrubReport.Use::file)
        .containsExactly("x86_64/initramfs.img");
    publish("fcos@1", X86_64);
    assertThat(store.snapshot().damaged()).isEmpty();
    assertThat(first()).contains(X86_64);
  }

  @Test
  void replacesTheDamagedManifestOfOneArchitecture() throws Exception {
    publish("fcos@1", X86_64);
    publish("fcos@1", AARCH64);
    Descriptor aarch64 = index().manifests().getFirst();
    Files.delete(files.blob(aarch64.digest()));
    publish("other@1", X86_64);

    assertThat(store.snapshot().damaged())
        .extracting(Object::toString)
        .containsExactly("fcos@1 for aarch64: its manifest is missing");
    assertThat(publish("fcos@1", AARCH64)).isTrue();
    assertThat(store.snapshot().damaged()).isEmpty();
    assertThat(store.snapshot().architectures(FCOS_1)).containsExactly(AARCH64, X86_64);
    assertThat(first()).contains(X86_64);
  }

  @Test
  void followsAChannelToEachArchitecture() throws IOException {
    publish("fcos@1", X86_64);
    store.setChannel(new ChannelRef("fcos", "stable"), FCOS);
    publish("fcos@2", X86_64);
    publish("fcos@1", AARCH64);

    ImageSelector stable = ImageSelector.parse("fcos@stable");
    assertThat(initramfs(stable, AARCH64)).isEqualTo("fcos@1 aarch64");
    assertThat(initramfs(stable, X86_64)).isEqualTo("fcos@1 x86_64");
    assertThatThrownBy(() -> store.remove(FCOS_1, AARCH64, List.of()))
        .satisfies(kind(Kind.VERSION_IN_USE))
        .hasMessageStartingWith("cannot remove fcos@1 for aarch64: channel stable points to it");
  }

  @Test
  void keepsTheAgeOfAVersionToWhichAnArchitectureIsAdded() throws IOException {
    publish("fcos@1", X86_64);
    publish("fcos@2", X86_64);
    publish("fcos@1", AARCH64);

    assertThat(newest()).isEqualTo("2");
    store.remove(FCOS_1, X86_64, List.of());
    assertThat(newest()).isEqualTo("2");
    // A machine gets the newest version that has something for it.
    assertThat(initramfs(FCOS, AARCH64)).isEqualTo("fcos@1 aarch64");
  }

  @Test
  void removesTheVersionWithItsLastArchitecture() throws IOException {
    publish("fcos@1", X86_64);
    publish("fcos@1", AARCH64);

    assertThatThrownBy(() -> store.remove(FCOS_1, RISCV64, List.of()))
        .satisfies(kind(Kind.NO_SUCH_IMAGE))
        .hasMessage("fcos@1 has nothing for riscv64; it has aarch64 and x86_64");
    store.remove(FCOS_1, X86_64, List.of());
    files.requireClean();
    store.remove(FCOS_1, AARCH64, List.of());
    assertThat(store.snapshot().images()).isEmpty();
    assertThat(files.blobs()).isEmpty();
  }

  @Test
  void listsArchitecturesAlphabeticallyWhicheverCameFirst() throws Exception {
    publish("fcos@1", X86_64);
    publish("fcos@1", AARCH64);

    assertThat(index().manifests())
        .extracting(manifest -> manifest.platform().orElseThrow())
        .containsExactly(AARCH64, X86_64);
    assertThat(Files.readString(files.index()))
        .contains("\"org.pairboot.image.architectures\":\"x86_64,aarch64\"");
    assertThat(Files.readString(files.blob(entry().digest())))
        .contains("\"platform\":{\"architecture\":\"arm64\",\"os\":\"linux\"}");
  }

  @Test
  void readsAVersionThatAnotherToolCopiedHere() throws Exception {
    publish("fcos@1", X86_64);
    publish("fcos@1", AARCH64);
    // Skopeo 1.9 keeps no artifactType, neither of the index nor in it.
    byte[] stripped =
        Files.readString(files.blob(entry().digest()))
            .replace("\"artifactType\":\"application/vnd.pairboot.image.v1\",", "")
            .getBytes(UTF_8);
    Files.delete(files.blob(entry().digest()));
    Descriptor copied =
        Descriptor.of(OciNames.INDEX_TYPE, stripped).annotated(Map.of(OciNames.REF_NAME, "x"));
    Files.write(files.blob(copied.digest()), stripped);
    Files.write(files.index(), IndexDocument.empty().with(copied).bytes());

    assertThat(store.refresh().architectures(FCOS_1)).containsExactly(AARCH64, X86_64);
    assertThat(first()).contains(AARCH64);
    publish("fcos@1", RISCV64);
    assertThat(store.snapshot().architectures(FCOS_1)).containsExactly(AARCH64, RISCV64, X86_64);
    store.remove(FCOS_1);
    assertThat(files.blobs()).isEmpty();
  }

  @Test
  void refusesAnIndexThatMixesVersions() throws Exception {
    publish("fcos@1", X86_64);
    publish("fcos@2", AARCH64);
    List<Descriptor> manifests =
        IndexDocument.parse(Files.readAllBytes(files.index())).descriptors();
    byte[] mixed = new ArchitectureIndex(manifests).bytes();
    Descriptor entry = Descriptor.of(OciNames.INDEX_TYPE, mixed);
    Files.write(files.blob(entry.digest()), mixed);
    Files.write(files.index(), IndexDocument.empty().with(entry).bytes());

    assertThat(store.refresh().all()).hasSize(1);
    assertThat(store.snapshot().damaged())
        .extracting(Object::toString)
        .containsExactly("fcos@2 for x86_64: its index also lists fcos@1");
  }

  private boolean publish(String ref, Architecture architecture) throws IOException {
    return publish(ref, architecture, ref + " " + architecture);
  }

  private boolean publish(String ref, Architecture architecture, String initramfs)
      throws IOException {
    return Images.publish(store, ref, Optional.of(architecture), initramfs, "rootfs").isNew();
  }

  private String initramfs(ImageSelector selector, Architecture architecture) throws IOException {
    ImageVersion image = store.snapshot().find(selector, architecture).orElseThrow();
    return Images.read(image.initramfs().orElseThrow().content());
  }

  private Optional<Architecture> first() {
    return store.snapshot().find(FCOS_1).orElseThrow().architecture();
  }

  private String newest() {
    return store.snapshot().latest("fcos").orElseThrow().ref().version();
  }

  private Descriptor entry() throws Exception {
    return IndexDocument.parse(Files.readAllBytes(files.index())).descriptors().getFirst();
  }

  private ArchitectureIndex index() throws Exception {
    return ArchitectureIndex.parse(OciJson.parse(Files.readAllBytes(files.blob(entry().digest()))));
  }
}
