package org.pairboot.it.firmware.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.SeededFile;

/**
 * A generated medium in the shape of one that people download. Its initramfs makes the requests of
 * the real one; see {@code it/guests/medium-init}.
 */
public enum LiveMedium {
  ARCH("arch.iso"),

  /** Arch's tools with names of its own, unpacked. */
  SYSTEM_RESCUE("sysrescue"),

  /** Whose root file system has layers. */
  UBUNTU_SERVER("ubuntu.iso"),

  /** Ubuntu's tools with names of its own. */
  POP_OS("pop.iso"),

  ROCKY("rocky.iso");

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final String file;

  LiveMedium(String file) {
    this.file = file;
  }

  /** Part of scenario names. */
  public String term() {
    return file.replace(".iso", "");
  }

  /**
   * Imports it as a user would.
   *
   * @param arguments kernel arguments in addition to those that are found
   */
  public void importInto(Path dataDir, String arguments) {
    new Cli(dataDir)
        .run(
            "import",
            term(),
            "--iso",
            media().resolve(file).toString(),
            "--allow-unverified",
            "--args",
            arguments)
        .succeeded();
  }

  private static Path media() {
    Path guests = Repository.root().resolve("it/guests");
    StringBuilder recipe = new StringBuilder();
    for (String script : List.of("build-media", "medium-init", "fetched-init", "root.sh")) {
      recipe.append(SeededFile.sha256(guests.resolve(script)));
    }
    String name = "media-" + SeededFile.sha256(recipe.toString().getBytes()).substring(0, 12);
    String build = guests.resolve("build-media").toString();
    return ImageBuilder.built(
        name, directory -> Command.run(List.of(build, directory.toString()), LIMIT).succeeded());
  }
}
