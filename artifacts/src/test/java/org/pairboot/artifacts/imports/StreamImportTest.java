package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.DownloadException.NotAuthenticException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;

/** Imports of a release that metadata lists; the files are beside the metadata. */
class StreamImportTest {
  private static final LiveImages.Pair TODAY = LiveImages.today();

  @TempDir private Path directory;
  private TestImports imports;

  @BeforeEach
  void openStore() throws Exception {
    imports = new TestImports(directory);
    imports.file("initramfs.img", TODAY.initramfs());
    imports.file("rootfs.img", TODAY.rootfs());
  }

  @Test
  void publishesTheReleaseOnceAndMovesItsChannels() throws Exception {
    PublishResult first = imports.run(request("44.1", Optional.of("stable")));

    assertThat(first.isNew()).isTrue();
    assertThat(first.image().ref()).isEqualTo(new ImageRef("fcos", "44.1"));
    assertThat(first.image().architecture()).contains(Architecture.S390X);
    assertThat(imports.store().snapshot().find(ImageSelector.parse("fcos@stable")))
        .map(image -> image.ref().version())
        .contains("44.1");
    assertThat(imports.run(request("44.1", Optional.empty())).isNew()).isFalse();
    assertThat(directory.resolve("store/downloads")).doesNotExist();
  }

  @Test
  void addsAVariantOfAReleaseWithOtherArguments() throws Exception {
    ImportRequest plain = request("44.1", Optional.empty());
    imports.run(plain);
    ImportRequest console = TestImports.withArguments(plain, "console=ttyS0");

    PublishResult variant = imports.run(console);

    assertThat(variant.isNew()).isTrue();
    assertThat(variant.image().ref().version()).matches("44\\.1\\.[0-9a-f]{8}");
    assertThat(imports.run(console).isNew()).isFalse();
    assertThat(imports.run(plain).isNew()).isFalse();
  }

  @Test
  void addsAVariantOfAReleaseWithAWrappedFile() throws Exception {
    ImportRequest plain = request("44.1", Optional.empty());
    imports.run(plain);
    Path file = imports.file("answers", "a".getBytes(UTF_8));

    PublishResult variant =
        imports.run(TestImports.wrapping(plain, WrappedFile.parse(file + "=/etc/answers")));

    assertThat(variant.isNew()).isTrue();
    assertThat(variant.image().parts())
        .extracting(part -> part.name().fileName())
        .contains("answers.img");
  }

  @Test
  void addsAnotherArchitectureToTheVersion() throws Exception {
    PublishResult first = imports.run(request("44.1", "x86_64", Architecture.X86_64));
    PublishResult second = imports.run(request("44.1", "arm64", Architecture.AARCH64));

    assertThat(second.isNew()).isTrue();
    assertThat(second.image().ref()).isEqualTo(first.image().ref());
    assertThat(imports.store().snapshot().architectures(first.image().ref()))
        .containsExactly(Architecture.AARCH64, Architecture.X86_64);
    assertThat(imports.run(request("44.1", "x86_64", Architecture.X86_64)).isNew()).isFalse();
    assertThat(imports.run(request("44.1", "arm64", Architecture.AARCH64)).isNew()).isFalse();
  }

  @Test
  void rejectsAFileWithAnotherDigest() throws Exception {
    ImportRequest request = request("44.1", Optional.empty());
    Files.write(directory.resolve("kernel"), Kernels.of(Architecture.S390X, "another"));

    imports.assertRefused(
        () -> imports.run(request), NotAuthenticException.class, "expected sha256");
  }

  @Test
  void refusesAVersionThatIsNotAName() throws Exception {
    imports.assertRefused(
        () -> imports.run(request("../x", Optional.empty())),
        ImportException.class,
        "name the version with --version");
  }

  @Test
  void saysWhichFileIsMissing() {
    Path missing = directory.resolve("missing.json");
    assertThatThrownBy(() ->
            imports.run(
                TestImports.plain(
                    "fcos",
                    new ImportSource.Metadata(TestImports.local(missing), Optional.empty()))))
        .hasMessage("no such file: " + missing);
  }

  private ImportRequest request(String release, Optional<String> channel) throws Exception {
    return request(release, "s390x", Architecture.S390X, channel);
  }

  private ImportRequest request(String release, String listed, Architecture wanted)
      throws Exception {
    return request(release, listed, wanted, Optional.empty());
  }

  /**
   * @param listed what the metadata calls the architecture
   */
  private ImportRequest request(
      String release, String listed, Architecture wanted, Optional<String> channel)
      throws Exception {
    byte[] kernel = Kernels.of(wanted, "kernel");
    imports.file("kernel", kernel);
    String metadata =
        """
        {"release": "%s", "architectures": {"%s": {"media": {"metal": {"artifacts": {"pxe": {
          "kernel": {"location": "kernel", "sha256": "%s"},
          "initramfs": {"location": "initramfs.img", "sha256": "%s"},
          "rootfs": {"location": "rootfs.img", "sha256": "%s"}}}}}}}}
        """
            .formatted(release, listed, hex(kernel), hex(TODAY.initramfs()), hex(TODAY.rootfs()));
    Path document = imports.file("release.json", metadata.getBytes(UTF_8));
    return new ImportRequest(
        "fcos",
        Optional.empty(),
        new ImportSource.Metadata(TestImports.local(document), Optional.empty()),
        List.of(),
        "",
        Optional.of(wanted),
        false,
        false,
        channel.map(name -> new ChannelRef("fcos", name)).stream().toList());
  }

  private static String hex(byte[] bytes) {
    return Sha256.of(ByteBuffer.wrap(bytes)).hex();
  }
}
