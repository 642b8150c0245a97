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

/** Data directories with images, created on first use. */
public final class DataDirectories {
  private final Path directory;
  private final Map<String, Path> shared = new HashMap<>();
  private int copies;

  /**
   * @param directory for the data directories; is created
   */
  public DataDirectories(Path directory) {
    this.directory = directory;
  }

  /**
   * A data directory with one image, {@code demo@VERSION}. Several servers may read it; nobody may
   * change it.
   */
  public synchronized Path shared(GeneratedImage image, Path... initrds) {
    String key = image.term() + List.of(initrds);
    Path known = shared.get(key);
    if (known == null) {
      known = exclusive(image, initrds);
      shared.put(key, known);
    }
    return known;
  }

  /** The same for one scenario, which may change it. */
  public Path exclusive(GeneratedImage image, Path... initrds) {
    Path dataDir = empty();
    add(dataDir, image, initrds);
    return dataDir;
  }

  /** An empty data directory. */
  public synchronized Path empty() {
    try {
      return Files.createDirectories(directory.resolve("data-" + copies++));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Imports an image as a user would. */
  public static void add(Path dataDir, GeneratedImage image, Path... initrds) {
    Path fat = ImageBuilder.fat(image);
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
