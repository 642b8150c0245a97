package org.pairboot.it.attack;

import java.nio.file.Path;
import java.util.List;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/** The store that the attacked servers share. */
final class AttackFiles {
  /** A large file. */
  static final String NAME = "images/attack/1/large.img";

  /** A file of three blocks. */
  static final String SMALL = "images/attack/1/small.img";

  private final Path directory;
  private final SeededFile file;
  private final Cli cli;

  AttackFiles(Path directory) {
    this.directory = directory;
    this.file = SeededFile.write(directory.resolve("large.img"), 6_000_000);
    Path small = SeededFile.write(directory.resolve("small.img"), 1200).path();
    this.cli = new Cli(directory.resolve("data"));
    TestImage image = TestImage.write(directory.resolve("image"), "1", 70_000);
    cli.importImage("attack", image.withExtras(List.of(file.path(), small)));
  }

  SeededFile file() {
    return file;
  }

  Cli cli() {
    return cli;
  }

  Path path(String name) {
    return directory.resolve(name);
  }
}
