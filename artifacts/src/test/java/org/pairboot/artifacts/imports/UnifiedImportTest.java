package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.imports.TestImports.bytes;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Uki.uki;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.Uki;

/** Unified kernel images become the same images as their parts. */
class UnifiedImportTest extends ImportTest {
  private static final byte[] KERNEL = Kernels.bzImage("kernel");
  private static final byte[] INITRAMFS = archive().file("init", "x").cpio();
  private static final byte[] TALOS = archive().file("rootfs.sqsh", "x").cpio();

  @Test
  void takesKernelInitramfsArgumentsAndVersion() throws Exception {
    ImageVersion image =
        run(
            plain(INITRAMFS)
                .section(".osrel", "VERSION_ID=7.1\n")
                .section(".cmdline", "console=tty0"));

    assertThat(image.ref()).hasToString("unified@7.1");
    assertThat(image.parts()).extracting(Part::fileName).containsExactly("kernel", "initramfs.img");
    assertThat(bytes(image.kernel().content())).isEqualTo(KERNEL);
    assertThat(bytes(image.initramfs().orElseThrow().content())).isEqualTo(INITRAMFS);
    assertThat(image.kernelArguments()).isEqualTo("console=tty0");
    assertThat(image.notes())
        .first()
        .isEqualTo("taken from a unified kernel image: kernel, initramfs, kernel arguments");
  }

  @Test
  void recognisesTheSystemAndKeepsItsArguments() throws Exception {
    Uki talos = plain(TALOS).section(".cmdline", "talos.platform=vmware pti=on console=ttyS0");

    ImageVersion found = run(talos);
    ImageVersion named = run("named", talos, Optional.empty(), Optional.of(Preset.TALOS));

    assertThat(found.kernelArguments())
        .isEqualTo("slab_nomerge talos.platform=vmware pti=on console=ttyS0");
    assertThat(named.kernelArguments()).isEqualTo(found.kernelArguments());
    assertThat(found.notes()).contains("imported as talos: Talos Linux");
  }

  @Test
  void findsTheRootFileSystemOnTheNetworkAndNotWhereTheFileSays() throws Exception {
    byte[] dracut = archive().file("sbin/livenetroot", "x").cpio();
    Path rootfs = imports.file("squashfs.img", LiveImages.squashfs(5000));
    ImportRequest request =
        TestImports.withArguments(
            "unified",
            source(
                plain(dracut).section(".cmdline", "root=live:CDLABEL=X rd.live.image quiet"),
                Optional.of(rootfs),
                Optional.empty()),
            "",
            true);

    assertThat(imports.run(request).image().kernelArguments())
        .startsWith("root=live:{rootfs_url} ")
        .endsWith(" rd.live.image quiet")
        .doesNotContain("CDLABEL");
  }

  /** The kernel reads nothing behind them. */
  @Test
  void putsTheUsersArgumentsBeforeThoseForInit() throws Exception {
    ImportRequest request =
        TestImports.withArguments(
            "unified",
            source(
                plain(archive().file("init", "x").cpio())
                    .section(".cmdline", "quiet -- cat \"a  b\""),
                Optional.empty(),
                Optional.empty()),
            "console=ttyS0",
            true);

    assertThat(imports.run(request).image().kernelArguments())
        .isEqualTo("quiet console=ttyS0 -- cat \"a  b\"");
  }

  @Test
  void verifiesAPair() throws Exception {
    Path rootfs = imports.file("rootfs.img", TODAY.rootfs());

    ImageVersion image =
        run("unified", plain(TODAY.initramfs()), Optional.of(rootfs), Optional.empty());

    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.ref().version()).isEqualTo(LiveImages.VERSION);
  }

  @Test
  void joinsMicrocodeAndInitramfsAsTheKernelReadsThem() throws Exception {
    byte[] microcode = concat(archive().file("kernel/x86/microcode/a", "m").cpio(), new byte[1]);

    ImageVersion image = run(plain(INITRAMFS).section(".ucode", microcode));

    assertThat(bytes(image.initramfs().orElseThrow().content()))
        .isEqualTo(concat(Bytes.padded(microcode, 4), INITRAMFS));
  }

  @Test
  void tellsBuildsOfOneReleaseApart() throws Exception {
    Uki first = plain(INITRAMFS).section(".osrel", "VERSION_ID=12\n");
    Uki second = plain(TALOS).section(".osrel", "VERSION_ID=12\n");

    assertThat(run(first).ref()).hasToString("unified@12");
    assertThat(run(second).ref().version()).matches("12\\.[0-9a-f]{8}");
    assertThat(run(second).ref()).isEqualTo(run(second).ref());
    assertThat(run(first).ref()).hasToString("unified@12");
    assertThat(imports.store().snapshot().all()).hasSize(2);
  }

  @Test
  void takesAnInitramfsBesideOneThatHasNone() throws Exception {
    Uki alone = uki().section(".linux", KERNEL).section(".cmdline", "quiet");
    Path initramfs = imports.file("initrd.img", INITRAMFS);

    assertThat(run(alone).parts()).extracting(Part::fileName).containsExactly("kernel");
    ImageVersion both =
        imports
            .run(
                TestImports.plain(
                    "both",
                    new ImportSource.Files(
                        kernel(alone),
                        Optional.of(TestImports.local(initramfs)),
                        Optional.empty(),
                        Optional.empty())))
            .image();
    assertThat(both.parts()).extracting(Part::fileName).containsExactly("kernel", "initramfs.img");
    assertThat(both.kernelArguments()).isEqualTo("quiet");
  }

  @Test
  void refusesWhatDoesNotFitTogether() throws Exception {
    Path initramfs = imports.file("initrd.img", INITRAMFS);
    ImportSource two =
        new ImportSource.Files(
            kernel(plain(INITRAMFS)),
            Optional.of(TestImports.local(initramfs)),
            Optional.empty(),
            Optional.empty());
    imports.assertRefused(
        () -> imports.run(TestImports.plain("unified", two)),
        ImportException.class,
        "uki.efi is a unified kernel image with an initramfs of its own; leave out --initramfs");
    imports.assertRefused(
        () -> run(uki().section(".initrd", INITRAMFS)),
        BadImageException.class,
        "uki.efi: is a unified kernel image without a kernel");
    imports.assertRefused(
        () ->
            run(
                "unified",
                uki().section(".linux", KERNEL).section(".cmdline", "a"),
                Optional.of(initramfs),
                Optional.empty()),
        ImportException.class,
        "--rootfs needs --initramfs");
  }

  private static Uki plain(byte[] initramfs) {
    return uki().section(".linux", KERNEL).section(".initrd", initramfs);
  }

  private ImageVersion run(Uki uki) throws Exception {
    return run("unified", uki, Optional.empty(), Optional.empty());
  }

  private ImageVersion run(String name, Uki uki, Optional<Path> rootfs, Optional<Preset> preset)
      throws Exception {
    return imports.run(TestImports.plain(name, source(uki, rootfs, preset))).image();
  }

  private ImportSource source(Uki uki, Optional<Path> rootfs, Optional<Preset> preset)
      throws Exception {
    return new ImportSource.Files(
        kernel(uki), Optional.empty(), rootfs.map(TestImports::local), preset);
  }

  private Source kernel(Uki uki) throws Exception {
    return TestImports.local(imports.file("uki.efi", uki.bytes()));
  }
}
