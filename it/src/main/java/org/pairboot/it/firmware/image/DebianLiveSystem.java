package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
   * Imports it from an ISO with a boot menu and places of its own, as Harvester and Void have them.
   *
   * @param work an empty directory
   * @param arguments kernel arguments in addition to those of the boot menu
   */
  public void importFromIso(Path dataDir, Path work, String arguments) {
    Path files = files();
    String menu =
        "menuentry 'Own system' { linux /kernel/linux root=live:CDLABEL=OWN rd.live.dir=/"
            + " rd.live.squashimg=own.squashfs; initrd /kernel/initrd }";
    Path iso = work.resolve("own.iso");
    try {
      Files.writeString(work.resolve("grub.cfg"), menu);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> line =
        List.of(
            "xorriso",
            "-as",
            "mkisofs",
            "-quiet",
            "-R",
            "-o",
            iso.toString(),
            "-graft-points",
            "kernel/linux=" + files.resolve("vmlinuz"),
            "kernel/initrd=" + files.resolve(term + ".img"),
            "own.squashfs=" + files.resolve("filesystem.squashfs"),
            "boot/grub/grub.cfg=" + work.resolve("grub.cfg"));
    Command.run(line, LIMIT).succeeded();
    new Cli(dataDir)
        .run("import", "live", "--iso", iso.toString(), "--allow-unverified", "--args", arguments)
        .succeeded();
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
