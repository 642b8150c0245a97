package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.imports.TestImports.bytes;
import static org.pairboot.artifacts.imports.TestImports.keepingFat;
import static org.pairboot.artifacts.imports.TestImports.withExtras;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.LiveImages;

/** What is published of what is imported. */
class ImageImporterTest extends ImportTest {
  private static final byte[] CONFIG = TestImports.CONFIG;

  @Test
  void publishesAPairUnchanged() throws Exception {
    ImageVersion image = imports.importPair(TODAY.initramfs(), TODAY.rootfs()).image();

    assertThat(image.ref()).hasToString("fcos@" + LiveImages.VERSION);
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.fetchesRootfs()).isTrue();
    assertThat(bytes(image.initramfs().orElseThrow().content())).isEqualTo(TODAY.initramfs());
    assertThat(bytes(image.rootfs().orElseThrow().content())).isEqualTo(TODAY.rootfs());
    assertThat(bytes(image.liveImage().orElseThrow()))
        .isEqualTo(concat(TODAY.initramfs(), TODAY.rootfs()));
  }

  @Test
  void refusesAKernelOfAnotherArchitecture() throws Exception {
    ByteBuffer arm64 = ByteBuffer.allocate(0x240);
    arm64.put(56, "ARMd".getBytes(UTF_8));
    Path kernel = imports.file("arm64", arm64.array());
    Path initramfs = imports.file("initramfs", TODAY.initramfs());
    Path rootfs = imports.file("rootfs", TODAY.rootfs());
    ImportSource files = TestImports.files(kernel, initramfs, Optional.of(rootfs));

    assertThat(imports.run(TestImports.plain("own", files)).image().architecture())
        .contains(Architecture.AARCH64);
    ImportRequest other =
        TestImports.withArchitecture(TestImports.plain("other", files), Architecture.X86_64);
    assertThatThrownBy(() -> imports.run(other))
        .isInstanceOf(ImportException.class)
        .hasMessageEndingWith(
            "arm64 is a kernel for aarch64, but the image is to be for x86_64; name the kernel for"
                + " x86_64, or leave out --arch");
    assertThat(imports.store().snapshot().versions("other")).isEmpty();
  }

  @Test
  void splitsAFatInitramfsIntoAVerifiablePair() throws Exception {
    ImageVersion image = imports.importAlone(LiveImages.a1()).image();

    assertThat(image.ref().version()).isEqualTo(LiveImages.OS_VERSION);
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.fetchesRootfs()).isFalse();
    assertThat(image.notes()).first().asString().contains("split from a fat initramfs");
    byte[] rootfs = bytes(image.rootfs().orElseThrow().content());
    assertThat(Arrays.copyOfRange(rootfs, 124, 124 + LiveImages.SQUASHFS.length))
        .isEqualTo(LiveImages.SQUASHFS);
  }

  @Test
  void keepsTheFatFormOnRequestIfThereIsOne() throws Exception {
    ImageVersion image =
        imports
            .run(keepingFat(imports.request(LiveImages.a1(), Optional.empty(), Optional.empty())))
            .image();

    assertThat(bytes(image.file("fat-initramfs.img").orElseThrow())).isEqualTo(LiveImages.a1());
    assertThat(image.fat()).isPresent();
    assertThat(image.initrds())
        .extracting(Part::fileName)
        .containsExactly("initramfs.img", "rootfs.img");
    assertThat(image.notes()).last().asString().startsWith("deprecated: the fat form");
    assertThat(imports.store().snapshot().all().getFirst().fat()).isPresent();
    imports.store().remove(image.ref());
    assertThat(imports.importAlone(LiveImages.a1()).image().fat()).isEmpty();
    imports.store().remove(image.ref());
    imports.assertRefused(
        () ->
            imports.run(
                keepingFat(
                    imports.request(
                        TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty()))),
        ImportException.class,
        "is not a fat initramfs");
  }

  @Test
  void splitsAConcatenatedImageByteForByte() throws Exception {
    ImageVersion image =
        imports.importAlone(concat(TODAY.initramfs(), TODAY.rootfs(), CONFIG)).image();

    assertThat(bytes(image.initramfs().orElseThrow().content())).isEqualTo(TODAY.initramfs());
    assertThat(bytes(image.rootfs().orElseThrow().content())).isEqualTo(TODAY.rootfs());
    assertThat(image.initrds()).extracting(Part::fileName).endsWith("extra.img");
  }

  @Test
  void acceptsAnInitrdWithTheNameThatSplittingUses() throws Exception {
    ImageVersion image =
        imports
            .run(
                imports.request(
                    LiveImages.a1(), Optional.empty(), Optional.empty(), List.of(imports.extra())))
            .image();

    assertThat(image.initrds()).extracting(Part::fileName).endsWith("extra.img");
  }

  @Test
  void writesTheGivenVersionIntoTheNewCookies() throws Exception {
    ImageVersion image =
        imports
            .run(imports.request(LiveImages.a0(), Optional.empty(), Optional.of("2019-autumn")))
            .image();

    assertThat(image.ref().version()).isEqualTo("2019-autumn");
    assertThat(image.verification()).isEqualTo(new Verification.Verified());
  }

  @Test
  void acceptsAnInitramfsOfAnotherKindWithoutARootfs() throws Exception {
    byte[] initramfs = Archive.archive().file("init", "#!/bin/sh\n").cpio();

    ImageVersion image = imports.importAlone(initramfs).image();

    assertThat(image.rootfs()).isEmpty();
    assertThat(image.ref().version()).matches("sha256-[0-9a-f]{12}");
    assertThat(image.verification()).isInstanceOf(Verification.Unverifiable.class);
  }

  @Test
  void changesNothingWhenTheSameIsImportedAgain() throws Exception {
    imports.importPair(TODAY.initramfs(), TODAY.rootfs());

    assertThat(imports.importPair(TODAY.initramfs(), TODAY.rootfs()).isNew()).isFalse();
    assertThat(imports.store().snapshot().all()).hasSize(1);
  }

  @Test
  void namesVariantsOfOneVersionByWhatDiffers() throws Exception {
    ImportRequest plain =
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());
    String own = imports.run(plain).image().ref().version();

    ImportRequest ignition = withExtras(plain, imports.file("config.img", TestImports.CONFIG));
    ImageVersion withConfig = imports.run(ignition).image();
    ImageVersion withArguments =
        imports
            .run(TestImports.withArguments("fcos", plain.source(), "console=ttyS0", false))
            .image();

    assertThat(withConfig.ref().version()).matches(Pattern.quote(own) + "\\.[0-9a-f]{8}");
    assertThat(withArguments.ref().version()).matches(Pattern.quote(own) + "\\.[0-9a-f]{8}");
    assertThat(imports.store().snapshot().versions("fcos")).hasSize(3);
    for (ImportRequest again : List.of(plain, ignition)) {
      assertThat(imports.run(again).isNew()).isFalse();
    }
  }

  /** Who asks for a version by name gets that one or none. */
  @Test
  void makesNoVariantOfAVersionThatTheUserNamed() throws Exception {
    ImportRequest plain =
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.of("1"));
    imports.run(plain);
    ImportRequest other = withExtras(plain, imports.file("config.img", TestImports.CONFIG));

    assertThatThrownBy(() -> imports.run(other))
        .hasMessageContaining("fcos@1 is already published with other files");
  }

  @Test
  void notesAnInitrdThatTheKernelIgnores() throws Exception {
    ImportRequest request =
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());
    ImageVersion image =
        imports.run(withExtras(request, imports.file("config.ign", "{}".getBytes(UTF_8)))).image();

    assertThat(image.notes())
        .last()
        .asString()
        .contains("machines will boot without config.ign", "pxe ignition wrap");
  }
}
