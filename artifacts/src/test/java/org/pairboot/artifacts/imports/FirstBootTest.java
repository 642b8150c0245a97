package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.imports.TestImports.withExtras;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.live.FirstBootConfig;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;
import org.pairboot.testing.Property;

/** Ignition configs in initrds, which a system ignores without kernel arguments. */
class FirstBootTest extends ImportTest {
  private static final String ADDED = "ignition.firstboot ignition.platform.id=metal";
  private static final byte[] CONFIG = archive().file("config.ign", "{}").cpio();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.ign",
        "./config.ign",
        "usr/lib/ignition/user.ign",
        "etc/coreos-firstboot-network/eth0.nmconnection"
      })
  void anInitrdWithAConfigGetsTheArgumentsThatTurnIgnitionOn(String path) throws Exception {
    byte[] initrd = archive().file("other", "x").file(path, "{}").cpio();

    ImageVersion image = importPair("console=ttyS0", initrd);

    assertThat(image.kernelArguments()).isEqualTo("console=ttyS0 " + ADDED);
    assertThat(image.notes())
        .contains(
            "ignition.img contains "
                + path.replaceFirst("^\\./", "")
                + ", which takes effect on a first boot only; added the arguments "
                + ADDED);
  }

  @Test
  void soDoesAnInitramfsThatWasCustomized() throws Exception {
    ImageVersion image =
        imports.importPair(concat(TODAY.initramfs(), CONFIG), TODAY.rootfs()).image();

    assertThat(image.kernelArguments()).isEqualTo(ADDED);
    assertThat(image.notes())
        .contains(
            "initramfs.img contains config.ign, which takes effect on a first boot only; added the"
                + " arguments "
                + ADDED);
  }

  @Test
  void soDoWholeImagesInOneFile() throws Exception {
    ImageVersion tail =
        imports.importAlone(concat(TODAY.initramfs(), TODAY.rootfs(), CONFIG)).image();
    assertThat(tail.kernelArguments()).isEqualTo(ADDED);
    imports.store().remove(tail.ref());

    ImageVersion fat = imports.importAlone(concat(LiveImages.a0(), CONFIG)).image();
    assertThat(fat.kernelArguments()).isEqualTo(ADDED);
  }

  @Test
  void soDoesAnIsoWithAnEmbeddedConfig() throws Exception {
    byte[] iso =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("images/pxeboot/vmlinuz", Kernels.bzImage("kernel of the ISO"))
            .file("images/pxeboot/initrd.img", TODAY.initramfs())
            .file("images/pxeboot/rootfs.img", TODAY.rootfs())
            .file("images/ignition.img", CONFIG)
            .file(
                "EFI/fedora/grub.cfg", "\tlinux /images/pxeboot/vmlinuz quiet ignition.firstboot\n")
            .build()
            .bytes();

    ImageVersion image =
        imports
            .run(
                TestImports.plain(
                    "live",
                    new ImportRequest.ImportSource.LiveMedium(
                        TestImports.local(Files.write(directory.resolve("live.iso"), iso)),
                        Optional.empty(),
                        Optional.empty())))
            .image();

    assertThat(image.kernelArguments())
        .isEqualTo("quiet ignition.firstboot ignition.platform.id=metal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ADDED,
        "ignition.platform.id=qemu quiet ignition.firstboot=1",
        "ignition.firstboot=0 ignition.platform.id=metal"
      })
  void whatTheUserSaysIsLeftAlone(String arguments) throws Exception {
    ImageVersion image = importPair(arguments, CONFIG);

    assertThat(image.kernelArguments()).isEqualTo(arguments);
    assertThat(image.notes()).noneMatch(note -> note.contains("config.ign"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"etc/config.ign", "usr/lib/ignition/base.d/00-core.ign", "config.ign.bak"})
  void otherFilesChangeNothing(String path) throws Exception {
    assertThat(importPair("", archive().file(path, "{}").cpio()).kernelArguments()).isEmpty();
  }

  @Test
  void anEmptyConfigChangesNothing() throws Exception {
    assertThat(importPair("", archive().file("config.ign", "").cpio()).kernelArguments()).isEmpty();
    assertThat(imports.store().snapshot().all()).hasSize(1);
  }

  @Test
  void anotherSystemOnlyGetsANote() throws Exception {
    byte[] initramfs = Archive.archive().file("init", "#!/bin/sh\n").cpio();

    ImageVersion image = imports.importAlone(concat(initramfs, CONFIG)).image();

    assertThat(image.kernelArguments()).isEmpty();
    assertThat(image.notes())
        .contains(
            "initramfs.img contains config.ign, which has no effect without the arguments "
                + ADDED
                + "; if this system reads it, pass them with --args");
  }

  @Test
  void flatcarReadsItElsewhere() throws Exception {
    byte[] flatcar = archive().file("usr.squashfs", LiveImages.squashfs(5000)).cpio();

    ImageVersion image = imports.importAlone(concat(flatcar, CONFIG)).image();

    assertThat(image.kernelArguments()).isEqualTo("flatcar.first_boot=1");
    assertThat(image.notes())
        .contains(
            "initramfs.img contains config.ign, which Flatcar does not read; its place there is"
                + " usr/share/oem/config.ign");
  }

  @Test
  void whatIsForInitStaysBehind() throws Exception {
    assertThat(importPair("quiet -- single", CONFIG).kernelArguments())
        .isEqualTo("quiet " + ADDED + " -- single");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ignition.firstboot ignition.platform.id=metal",
    "quiet, ignition.firstboot ignition.platform.id=metal",
    "ignition.firstboot, ignition.platform.id=metal",
    "a ignition.platform.id=aws b, ignition.firstboot",
    "ignition.firstboots xignition.firstboot, ignition.firstboot ignition.platform.id=metal",
    "ignition.platform.id ignition.firstboot=1, ''",
    "a=\"b ignition.firstboot\", ignition.firstboot ignition.platform.id=metal",
  })
  void onlyWhatLacksIsAdded(String arguments, String lacking) {
    assertThat(FirstBootConfig.lackingIn(KernelArguments.parse(arguments))).hasToString(lacking);
  }

  @Test
  void whatWasAddedLacksNoMore() {
    Property.holds(draw -> {
      List<String> words =
          draw.list(
              0,
              8,
              () ->
                  draw.of(
                      "quiet",
                      "ignition.firstboot",
                      "ignition.firstboot=1",
                      "ignition.platform.id=aws",
                      "ignition.config.url=http://h/a.ign",
                      "x=ignition.firstboot"));
      KernelArguments given = KernelArguments.parse(String.join(draw.of(" ", "  "), words));

      KernelArguments all = given.plus(FirstBootConfig.lackingIn(given));

      assertThat(FirstBootConfig.lackingIn(all).isEmpty()).isTrue();
      assertThat(all.toString().split("ignition\\.platform\\.id", -1).length - 1)
          .isEqualTo(Math.max(1, Collections.frequency(words, "ignition.platform.id=aws")));
    });
  }

  private ImageVersion importPair(String arguments, byte[] initrd) throws Exception {
    ImportRequest pair =
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty());
    ImportRequest request = TestImports.withArguments("fcos", pair.source(), arguments, false);
    return imports.run(withExtras(request, imports.file("ignition.img", initrd))).image();
  }
}
