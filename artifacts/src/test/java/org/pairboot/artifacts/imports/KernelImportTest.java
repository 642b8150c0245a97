package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.imports.TestImports.bytes;
import static org.pairboot.artifacts.imports.TestImports.withExtras;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.Kernels;

/** Kernels that need no initramfs, such as memory tests. */
class KernelImportTest extends ImportTest {
  private static final byte[] KERNEL = Kernels.bzImage("kernel");

  @Test
  void importsAKernelAlone() throws Exception {
    ImageVersion image = imports.run(memtest()).image();

    assertThat(image.parts()).extracting(Part::fileName).containsExactly("kernel");
    assertThat(bytes(image.kernel().content())).isEqualTo(KERNEL);
    assertThat(image.initramfs()).isEmpty();
    assertThat(image.initrds()).isEmpty();
    assertThat(image.liveImage()).isEmpty();
    assertThat(image.ref())
        .hasToString("memtest@sha256-" + Sha256.of(ByteBuffer.wrap(KERNEL)).hex().substring(0, 12));
    assertThat(image.verification())
        .isEqualTo(new Verification.Unverifiable("there is no initramfs beside the kernel"));
    assertThat(image.notes())
        .singleElement()
        .asString()
        .contains("machines boot it without an initramfs", "--initramfs");
    assertThat(imports.store().snapshot().find(image.ref()).orElseThrow().initrds()).isEmpty();
    assertThat(imports.run(memtest()).isNew()).isFalse();
  }

  @Test
  void verifiesAKernelAlone() throws Exception {
    ImageVersion image = imports.run(memtest()).image();

    ImageVerifier.Result result = new ImageVerifier(imports.store()).verify(image, Progress.NONE);
    assertThat(result.isGood()).isTrue();
    assertThat(result.pair()).isEmpty();
    assertThat(
            new StoreScrubber(imports.store(), OptionalLong.empty()).scrub(Progress.NONE).isSound())
        .isTrue();
  }

  @Test
  void namesAKernelAfterItsInitrdsToo() throws Exception {
    byte[] first = Archive.archive().file("a", "1").cpio();
    byte[] second = Archive.archive().file("a", "2").cpio();

    ImageVersion one = imports.run(withExtras(memtest(), imports.file("disk.img", first))).image();
    ImageVersion two = imports.run(withExtras(memtest(), imports.file("disk.img", second))).image();

    assertThat(one.initrds()).extracting(Part::fileName).containsExactly("disk.img");
    assertThat(two.ref()).isNotEqualTo(one.ref());
    assertThat(imports.store().snapshot().all()).hasSize(2);
  }

  @Test
  void refusesArgumentsForARootfsThatAKernelDoesNotHave() throws Exception {
    ImportRequest request =
        TestImports.withArguments("memtest", kernel(), "root={rootfs_url}", false);

    imports.assertRefused(
        () -> imports.run(request), ImportException.class, "the image has no file to fetch");
  }

  @Test
  void refusesAQuoteThatHasNoSecondOne() throws Exception {
    ImportRequest request =
        TestImports.withArguments("memtest", kernel(), "quiet dyndbg=\"file a.c +p", false);

    imports.assertRefused(
        () -> imports.run(request),
        ImportException.class,
        "kernel arguments: the quote at character 14 has no second one");
  }

  /** Kernels for ARM are compressed too, so that the compression alone says nothing. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void refusesACompressedInitramfsButNotACompressedKernel(Compression compression)
      throws Exception {
    byte[] archive = Archive.archive().file("init", Bytes.random(5000, 1)).cpio();

    imports.assertRefused(
        () -> imports.run(kernelOf("initrd.img", Compress.with(compression, archive))),
        ImportException.class,
        "initrd.img is a " + compression.label() + " archive, probably an initramfs");
    byte[] kernel = Kernels.of(Architecture.AARCH64, "kernel");
    assertThat(imports.run(kernelOf("Image", Compress.with(compression, kernel))).image())
        .satisfies(image -> assertThat(image.architecture()).contains(Architecture.AARCH64))
        .satisfies(image -> assertThat(image.kernelForm()).isPresent());
  }

  private ImportRequest kernelOf(String name, byte[] bytes) throws Exception {
    return TestImports.plain(
        "memtest", ImportSource.kernelAlone(TestImports.local(imports.file(name, bytes))));
  }

  @Test
  void refusesAKernelOfAnUnknownFormUnlessThatIsMeant() throws Exception {
    ImportRequest request = kernelOf("passwd", "root:x:0:0::/root:/bin/sh\n".getBytes(UTF_8));

    imports.assertRefused(
        () -> imports.run(request),
        ImportException.class,
        "passwd is a text file; --kernel takes the kernel (vmlinuz), and --allow-unknown-kernel"
            + " publishes this one anyway");
    assertThat(imports.run(TestImports.allowingUnknownKernel(request)).image().notes())
        .contains("the kernel is a text file, so machines may not start it");
  }

  @Test
  void refusesAVmlinuxThatNoLoaderStarts() throws Exception {
    byte[] vmlinux = new byte[0x1000];
    System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 2, 1}, 0, vmlinux, 0, 6);
    vmlinux[16] = 2;
    vmlinux[18] = 62;
    ImportRequest request = kernelOf("vmlinux", vmlinux);

    imports.assertRefused(
        () -> imports.run(request),
        ImportException.class,
        "vmlinux is an uncompressed kernel (ELF), which no loader starts on x86_64; take its"
            + " bzImage");
    assertThat(imports.run(TestImports.allowingUnknownKernel(request)).image().kernelForm())
        .contains(KernelForm.ELF);
  }

  @Test
  void refusesWhatIsNoKernel() throws Exception {
    ImportRequest request =
        TestImports.plain(
            "memtest",
            ImportSource.kernelAlone(
                TestImports.local(imports.file("initramfs.img", TODAY.rootfs()))));

    imports.assertRefused(
        () -> imports.run(request), ImportException.class, "--kernel takes the kernel (vmlinuz)");
  }

  private ImportRequest memtest() throws Exception {
    return TestImports.plain("memtest", kernel());
  }

  private ImportSource kernel() throws Exception {
    return ImportSource.kernelAlone(TestImports.local(imports.file("memtest86+x64.bin", KERNEL)));
  }
}
