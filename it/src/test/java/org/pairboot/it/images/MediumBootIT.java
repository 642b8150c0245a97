package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.guest.Guest;
import org.pairboot.it.guest.InitrdChain;
import org.pairboot.it.guest.UnifiedImage;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** Lets the kernel judge what an import makes of a medium of its own kind. */
class MediumBootIT {
  private static final String SHIM = "/usr/lib/shim/shimx64.efi.signed";

  @TempDir private Path directory;

  @BeforeAll
  static void needTools() {
    Guest.need();
    Tools.need(
        "mksquashfs:squashfs-tools",
        "cpio:cpio",
        "xorriso:xorriso",
        "objcopy:binutils",
        SHIM + ":shim-signed");
  }

  /** With all initrds of an entry in their order, its arguments, and a file that was put in. */
  @Test
  void bootsAnEntryOfABootMenuWithAWrappedFile() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/boot/grub")).getParent();
    busyboxSystem(tree);
    Files.write(
        tree.resolve("early.img"),
        TestImage.cpio(Map.entry("etc/early", TestImage.ascii("early\n"))));
    Files.write(
        tree.resolve("late.img"), TestImage.cpio(Map.entry("etc/late", TestImage.ascii("late\n"))));
    Files.writeString(
        tree.resolve("grub/grub.cfg"),
        """
        set options="panic=-1"
        menuentry "Rescue" { linux /boot/vmlinuz single; initrd /boot/initrd.img }
        menuentry "Read me" {
          linux ($root)/boot/vmlinuz rdinit=/bin/busybox $options -- cat /etc/early /etc/late /data/wrapped
          initrd /boot/early.img /boot/initrd.img /boot/late.img
        }
        """);
    Path iso = directory.resolve("own.iso");
    Command.run(
            List.of(
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-R",
                "-o",
                iso.toString(),
                tree.getParent().toString()))
        .succeeded();
    Path wrapped = Files.writeString(directory.resolve("wrapped"), "wrapped, of an odd length\n");
    Cli cli = new Cli(directory.resolve("data"));

    assertThat(cli.json("import", "--iso", iso.toString(), "--entries"))
        .extracting(entry -> entry.path("title").asText())
        .containsExactly("Read me", "Rescue");
    cli.run(
            "import",
            "own",
            "--iso",
            iso.toString(),
            "--entry",
            "Read",
            "--wrap",
            wrapped + "=/data/wrapped")
        .succeeded();

    JsonNode shown = cli.json("show", "own");
    assertThat(shown.path("kernelArguments").asText())
        .isEqualTo("rdinit=/bin/busybox panic=-1 -- cat /etc/early /etc/late /data/wrapped");
    Path chain =
        InitrdChain.write(
            directory.resolve("chain.img"),
            Stream.of("initramfs.img", "late.img", "wrapped.img")
                .map(part -> cli.blob(cli.part("own", part)))
                .toList());
    try (Guest guest =
        Guest.bootKernel(
            directory.resolve("guest"),
            cli.blob(cli.part("own", "kernel")),
            chain,
            shown.path("kernelArguments").asText(),
            List.of())) {
      assertThat(guest.awaitEnd().lines().map(String::strip))
          .containsSubsequence("early", "late", "wrapped, of an odd length");
    }
  }

  /** Made by objcopy, as ukify makes it, around a program that no machine starts here. */
  @Test
  void bootsWhatAUnifiedKernelImageHasInside() throws IOException {
    Path boot = Files.createDirectory(directory.resolve("boot"));
    busyboxSystem(boot);
    Path uki = directory.resolve("own.efi");
    Path arguments =
        Files.writeString(
            directory.resolve("cmdline"), "rdinit=/bin/busybox panic=-1 -- echo was unified\n");
    Path release = Files.writeString(directory.resolve("osrel"), "ID=own\nVERSION_ID=7\n");
    UnifiedImage.write(
        uki,
        Path.of(SHIM),
        release,
        arguments,
        boot.resolve("vmlinuz"),
        boot.resolve("initrd.img"));
    Cli cli = new Cli(directory.resolve("data"));

    cli.run("import", "own", "--kernel", uki.toString()).succeeded();

    JsonNode shown = cli.json("show", "own");
    assertThat(shown.path("version").asText()).isEqualTo("7");
    Path initramfs = cli.blob(cli.part("own", "initramfs.img"));
    assertThat(initramfs).hasSameBinaryContentAs(boot.resolve("initrd.img"));
    try (Guest guest =
        Guest.bootKernel(
            directory.resolve("guest"),
            cli.blob(cli.part("own", "kernel")),
            initramfs,
            shown.path("kernelArguments").asText(),
            List.of())) {
      assertThat(guest.awaitEnd().lines().map(String::strip)).contains("was unified");
    }
  }

  /** The kernel and the busybox of the demo image, whose first archive is gzipped. */
  private void busyboxSystem(Path boot) {
    Path image = directory.resolve("image");
    Path unpacked = directory.resolve("unpacked");
    Command.run(
            List.of(
                Repository.demo("build-fat-image").toString(),
                image.toString(),
                "--rootfs-size",
                "1",
                "--compression",
                "gzip"))
        .succeeded();
    Command.run(
            List.of(
                "sh",
                "-ec",
                "mkdir \"$2\"; gzip -dc \"$1/fat-initramfs.img\" | (cd \"$2\" && cpio -id --quiet"
                    + " bin/busybox); (cd \"$2\" && find . | cpio -o -H newc --quiet) | gzip"
                    + " >\"$3/initrd.img\"; cp \"$1/vmlinuz\" \"$3/vmlinuz\"",
                "sh",
                image.toString(),
                unpacked.toString(),
                boot.toString()))
        .succeeded();
  }
}
