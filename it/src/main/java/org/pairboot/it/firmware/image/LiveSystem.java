package org.pairboot.it.firmware.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.SeededFile;

/** Debian as a live system, whose initramfs fetches the root file system. */
public enum LiveSystem {
  /** Debian's own. */
  LIVE_BOOT("live-boot", "debian-live"),

  /** That of Fedora and many others, with its module {@code livenet}. */
  DRACUT("dracut", "dracut-live");

  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final String term;
  private final String preset;

  LiveSystem(String term, String preset) {
    this.term = term;
    this.preset = preset;
  }

  /** In the names of scenarios. */
  public String term() {
    return term;
  }

  /**
   * Imports it as a user would, which fetches Debian's packages unless that was done before.
   *
   * @param arguments of the kernel, beside those that the import knows
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

  private static Path files() {
    Path guests = Repository.root().resolve("it/guests");
    Path script = guests.resolve("build-live-system");
    String recipe = SeededFile.sha256(script) + SeededFile.sha256(guests.resolve("live-verdict"));
    String name = "live-system-" + SeededFile.sha256(recipe.getBytes()).substring(0, 12);
    return Builder.made(
        name,
        directory ->
            Command.run(List.of(script.toString(), directory.toString()), LIMIT).succeeded());
  }
}
