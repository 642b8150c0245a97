package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pairboot.it.lab.Cli;

/** Data directories of the appliance with images in them, made when first asked for. */
public final class Shelf {
  private final Path directory;
  private final Map<String, Path> stocked = new HashMap<>();
  private int copies;

  /**
   * @param directory for the data directories; is made
   */
  public Shelf(Path directory) {
    this.directory = directory;
  }

  /**
   * A data directory with one image, {@code demo@VERSION}, that many servers read and nobody
   * changes.
   */
  public synchronized Path with(LiveImage image, Path... initrds) {
    String key = image.term() + List.of(initrds);
    Path known = stocked.get(key);
    if (known == null) {
      known = own(image, initrds);
      stocked.put(key, known);
    }
    return known;
  }

  /** The same for one scenario alone, which may do with it as it likes. */
  public Path own(LiveImage image, Path... initrds) {
    Path dataDir = fresh();
    add(dataDir, image, initrds);
    return dataDir;
  }

  /** An empty data directory. */
  public synchronized Path fresh() {
    try {
      return Files.createDirectories(directory.resolve("data-" + copies++));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Imports an image as a user would. */
  public static void add(Path dataDir, LiveImage image, Path... initrds) {
    Path fat = Builder.fat(image);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "demo",
                "--kernel",
                fat.resolve("vmlinuz").toString(),
                "--initramfs",
                fat.resolve("fat-initramfs.img").toString()));
    for (Path initrd : initrds) {
      arguments.addAll(List.of("--initrd", initrd.toString()));
    }
    new Cli(dataDir).run("import", arguments.toArray(String[]::new)).succeeded();
  }
}
