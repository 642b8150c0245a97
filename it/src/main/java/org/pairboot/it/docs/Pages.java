package org.pairboot.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.lab.Repository;

/** All pages that users read. */
public final class Pages {
  private Pages() {}

  /** The README and the pages of {@code packaging/docs}, by name. */
  public static List<Page> all() {
    Path root = Repository.root();
    try (Stream<Path> files = Files.list(root.resolve("packaging/docs"))) {
      return Stream.concat(Stream.of(root.resolve("README.md")), files.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(PageReader::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
