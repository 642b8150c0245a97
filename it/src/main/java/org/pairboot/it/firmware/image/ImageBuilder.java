package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.SeededFile;

/**
 * Builds what guests boot and keeps it for the next run, under a name with the digest of the
 * scripts that build it. If two processes build the same, the first one wins.
 */
final class ImageBuilder {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Path CACHE = Repository.cache("firmware/images");

  private ImageBuilder() {}

  /** A directory with {@code vmlinuz} and {@code fat-initramfs.img}. */
  static Path fat(GeneratedImage image) {
    return built(
        image.term() + "-" + recipe(),
        directory -> {
          List<String> command =
              new ArrayList<>(
                  List.of(
                      Repository.demo("build-fat-image").toString(),
                      directory.toString(),
                      "--cache",
                      Repository.cache("firmware/packages").toString()));
          command.addAll(image.options());
          Command.run(command, LIMIT).succeeded();
        });
  }

  /** The digest of all files that build a {@link GeneratedImage}. */
  private static String recipe() {
    try (Stream<Path> files = Files.walk(Repository.demo("guest"))) {
      StringBuilder digests = new StringBuilder();
      Stream.concat(Stream.of(Repository.demo("build-fat-image")), files)
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(file -> digests.append(SeededFile.sha256(file)));
      return SeededFile.sha256(digests.toString().getBytes()).substring(0, 12);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills a new directory. */
  interface Recipe {
    void make(Path directory) throws IOException;
  }

  /** The directory of this name from an earlier run, or one that the recipe fills now. */
  static synchronized Path built(String name, Recipe recipe) {
    Path kept = CACHE.resolve(name);
    if (Files.exists(kept)) {
      return kept;
    }
    try {
      Files.createDirectories(CACHE);
      Path fresh = Files.createTempDirectory(CACHE, name + ".new-");
      recipe.make(fresh);
      try {
        return Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        Command.deleteTree(fresh);
        return kept;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
