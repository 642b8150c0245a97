package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.guest.UnifiedImage;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.SeededFile;

/** A Debian live system whose initramfs fetches the root file system. */
public enum DebianLiveSystem {
  /** Debian's own live-boot. */
  LIVE_BOOT("live-boot", "debian-live"),

  /** dracut, as Fedora and many others use it, with its module {@code livenet}. */
  DRACUT("dracut", "dracut-live");

  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final String term;
  private final String preset;

  DebianLiveSystem(String term, String preset) {
    this.term = term;
    this.preset = preset;
  }

  /** Part of scenario names. */
  public String term() {
    return term;
  }

  /**
   * Imports it as a user would. Fetches Debian's packages, unless an earlier run did.
   *
   * @param arguments kernel arguments in addition to those that the preset knows
   */
  public void importInto(Path dataDir, String arguments) {
    Path files = files();
    new Cli(dataDir)
        .run(
            "import",
            "live",
            "--version",
            "1",
            "--preset",
            preset,
            "--allow-unverified",
            "--kernel",
            files.resolve("vmlinuz").toString(),
            "--initramfs",
            files.resolve(term + ".img").toString(),
            "--rootfs",
            files.resolve("filesystem.squashfs").toString(),
            "--args",
            arguments)
        .succeeded();
  }

  /**
   * Imports it from an ISO: live-boot from one as live-build makes it, dracut from one with a boot
   * menu and places of its own, as Harvester and Void have them.
   *
   * @param work an empty directory
   * @param arguments kernel arguments in addition to those of the boot menu
   */
  public void importFromIso(Path dataDir, Path work, String arguments) {
    Path files = files();
    Path iso = work.resolve("own.iso");
    List<String> line =
        new ArrayList<>(
            List.of(
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-R",
                "-o",
                iso.toString(),
                "-graft-points"));
    switch (this) {
      case LIVE_BOOT -> {
        String release = "-6.1.0-57-cloud-amd64";
        line.add("live/vmlinuz" + release + "=" + files.resolve("vmlinuz"));
        line.add("live/initrd.img" + release + "=" + files.resolve("live-boot.img"));
        line.add("live/filesystem.squashfs=" + files.resolve("filesystem.squashfs"));
        line.add("isolinux/isolinux.cfg=" + write(work, "isolinux.cfg", "include menu.cfg\n"));
        line.add("isolinux/menu.cfg=" + write(work, "menu.cfg", "include live.cfg\n"));
        String menu =
            """
            label live-cloud-amd64
            \tmenu label ^Live system (cloud-amd64)
            \tmenu default
            \tlinux /live/vmlinuz%1$s
            \tinitrd /live/initrd.img%1$s
            \tappend boot=live components quiet splash findiso=${iso_path}
            """;
        line.add("isolinux/live.cfg=" + write(work, "live.cfg", menu.formatted(release)));
      }
      case DRACUT -> {
        line.add("kernel/linux=" + files.resolve("vmlinuz"));
        line.add("kernel/initrd=" + files.resolve("dracut.img"));
        line.add("own.squashfs=" + files.resolve("filesystem.squashfs"));
        String menu =
            "menuentry 'Own system' { linux /kernel/linux root=live:CDLABEL=OWN rd.live.dir=/"
                + " rd.live.squashimg=own.squashfs; initrd /kernel/initrd }";
        line.add("boot/grub/grub.cfg=" + write(work, "grub.cfg", menu));
      }
    }
    Command.run(line, LIMIT).succeeded();
    new Cli(dataDir)
        .run("import", "live", "--iso", iso.toString(), "--allow-unverified", "--args", arguments)
        .succeeded();
  }

  /**
   * Imports it from a unified kernel image around systemd's stub, which was made for drives.
   *
   * @param work an empty directory
   * @param arguments kernel arguments in addition to those in the image
   */
  public void importUnified(Path dataDir, Path work, String arguments) {
    Path files = files();
    Path unified = work.resolve("own.efi");
    UnifiedImage.write(
        unified,
        DebianPackage.file("systemd-boot-efi", "usr/lib/systemd/boot/efi/linuxx64.efi.stub"),
        write(work, "os-release", "ID=debian\nVERSION_ID=12\n"),
        write(work, "cmdline", "root=live:CDLABEL=OWN rd.live.check"),
        files.resolve("vmlinuz"),
        files.resolve(term + ".img"));
    new Cli(dataDir)
        .run(
            "import",
            "live",
            "--preset",
            preset,
            "--allow-unverified",
            "--kernel",
            unified.toString(),
            "--rootfs",
            files.resolve("filesystem.squashfs").toString(),
            "--args",
            arguments)
        .succeeded();
  }

  private static Path write(Path directory, String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path files() {
    Path guests = Repository.root().resolve("it/guests");
    Path script = guests.resolve("build-live-system");
    String recipe = SeededFile.sha256(script) + SeededFile.sha256(guests.resolve("live-verdict"));
    String name = "live-system-" + SeededFile.sha256(recipe.getBytes()).substring(0, 12);
    return ImageBuilder.built(
        name,
        directory ->
            Command.run(List.of(script.toString(), directory.toString()), LIMIT).succeeded());
  }
}
