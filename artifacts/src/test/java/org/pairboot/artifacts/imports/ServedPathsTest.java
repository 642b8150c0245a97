package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;

/** What a system fetches is of the right kind, and where it will ask for it. */
class ServedPathsTest extends ImportTest {
  private static final byte[] SQUASHFS = LiveImages.squashfs(5000);
  private static final byte[] XZ = "\u00fd7zXZ\0...".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] EXT4 = ext4();

  @ParameterizedTest
  @CsvSource({
    "UBUNTU_CASPER, squashfs, 'is a squashfs, but ubuntu-casper needs an ISO as live.iso; give the"
        + " ISO itself, with --iso'",
    "ARCH, html, 'is a web page, probably the error page of a server, but arch needs a squashfs or"
        + " an erofs as arch/x86_64/airootfs.sfs; name the right file with --rootfs'",
    "DEBIAN_LIVE, iso, 'is an ISO, but debian-live needs a squashfs or an erofs as"
        + " live/filesystem.squashfs; give the ISO itself, with --iso'",
    "DEBIAN_LIVE, empty, 'is empty, but debian-live'",
    "DRACUT_LIVE, cpio, 'is a cpio archive, but dracut-live needs a squashfs or an erofs or an ext4"
        + " file system as LiveOS/squashfs.img'",
    "ANACONDA, xz, 'is an xz file, but anaconda needs a squashfs'",
    "ALPINE, text, 'is a file of another kind, but alpine needs a squashfs'",
    "KIWI, squashfs, 'is a squashfs, but kiwi needs an xz file'"
  })
  void refusesWhatTheSystemCannotUse(Preset preset, String kind, String message) throws Exception {
    ImportRequest request = request(preset, bytes(kind), "");

    imports.assertRefused(() -> imports.run(request), ImportException.class, "rootfs " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "UBUNTU_CASPER, iso, live.iso",
    "ARCH, squashfs, arch/x86_64/airootfs.sfs",
    "ARCH, erofs, arch/x86_64/airootfs.erofs",
    "DRACUT_LIVE, ext4, LiveOS/squashfs.img",
    "ANACONDA, erofs, images/install.img",
    "KIWI, xz, rootfs"
  })
  void servesWhatTheSystemCanUse(Preset preset, String kind, String path) throws Exception {
    ImageVersion image = imports.run(request(preset, bytes(kind), "")).image();

    assertThat(image.payloads()).extracting(Part::fileName).containsExactly(path);
  }

  @ParameterizedTest
  @CsvSource({
    "ARCH, archisobasedir=sysresccd, sysresccd/x86_64/airootfs.sfs",
    "ARCH, archisobasedir=a archisobasedir=/b/c/, b/c/x86_64/airootfs.sfs",
    "ARCH, archiso_http_srv={base_url}/deep/, deep/arch/x86_64/airootfs.sfs",
    "ARCH, archiso_http_srv=http://other/ archisobasedir=x, arch/x86_64/airootfs.sfs",
    "ANACONDA, inst.stage2={base_url}/tree/, tree/images/install.img",
    "ANACONDA, inst.stage2=http://other/tree, images/install.img"
  })
  void servesFilesWhereArgumentsSayThatTheyAre(Preset preset, String arguments, String path)
      throws Exception {
    ImageVersion image = imports.run(request(preset, SQUASHFS, arguments)).image();

    assertThat(image.payloads()).extracting(Part::fileName).containsExactly(path);
  }

  @Test
  void movesAllFilesOfAMedium() throws Exception {
    byte[] iso =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("arch/boot/x86_64/vmlinuz-linux", Kernels.bzImage("kernel"))
            .file("arch/boot/x86_64/initramfs-linux.img", archive().file("init", "x").cpio())
            .file("arch/x86_64/airootfs.sfs", SQUASHFS)
            .file("arch/x86_64/airootfs.sha512", "0")
            .build()
            .bytes();
    ImportRequest request =
        TestImports.withArguments(
            "arch",
            new ImportSource.LiveMedium(
                TestImports.local(imports.file("arch.iso", iso)),
                Optional.empty(),
                Optional.empty()),
            "archisobasedir=x",
            true);

    assertThat(imports.run(request).image().payloads())
        .extracting(Part::fileName)
        .containsExactly("x/x86_64/airootfs.sfs", "x/x86_64/airootfs.sha512");
  }

  @Test
  void refusesArgumentsForFilesThatAreNotThere() throws Exception {
    ImportRequest request =
        request(Preset.DEBIAN_LIVE, SQUASHFS, "fetch={base_url}/other.squashfs");

    imports.assertRefused(
        () -> imports.run(request),
        ImportException.class,
        "the kernel arguments name {base_url}/other.squashfs, but the image has no such file; files"
            + " of its own are live/filesystem.squashfs");
    ImportRequest outside = request(Preset.ARCH, SQUASHFS, "archisobasedir=../x");
    assertThatThrownBy(() -> imports.run(outside)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void takesArgumentsForFilesAndDirectoriesThatAreThere() throws Exception {
    String arguments =
        "a={base_url}/live b={base_url}/live/filesystem.squashfs,x c={base_url}/kernel"
            + " d={base_url}";

    assertThat(imports.run(request(Preset.DEBIAN_LIVE, SQUASHFS, arguments)).isNew()).isTrue();
  }

  private ImportRequest request(Preset preset, byte[] rootfs, String arguments) throws Exception {
    Path initramfs = imports.file("initrd.img", archive().file("init", "x").cpio());
    return TestImports.withArguments(
        "live",
        TestImports.files(
            imports.file("vmlinuz", Kernels.bzImage("kernel")),
            initramfs,
            Optional.of(imports.file("rootfs", rootfs)),
            Optional.of(preset)),
        arguments,
        true);
  }

  private static byte[] bytes(String kind) {
    return switch (kind) {
      case "squashfs" -> SQUASHFS;
      case "erofs" -> LiveImages.EROFS;
      case "ext4" -> EXT4;
      case "xz" -> XZ;
      case "cpio" -> archive().file("a", "b").cpio();
      case "iso" -> TestIso.iso(Names.ROCK_RIDGE).file("a", "b").build().bytes();
      case "html" -> "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8);
      case "text" -> "text".getBytes(StandardCharsets.UTF_8);
      default -> new byte[0];
    };
  }

  private static byte[] ext4() {
    byte[] image = new byte[4096];
    image[1080] = 0x53;
    image[1081] = (byte) 0xef;
    return image;
  }
}
