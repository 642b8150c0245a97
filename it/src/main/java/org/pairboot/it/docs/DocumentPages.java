package org.pairboot.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.it.docs.Expectation.Elsewhere;
import org.pairboot.it.lab.Repository;

/** All pages for users. */
public final class DocumentPages {
  private DocumentPages() {}

  /** The README and the pages of {@code packaging/docs}, by name. */
  public static List<DocumentPage> all() {
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

  /**
   * The blocks of a page that a test runs, in order: scripts for a shell with the options {@code
   * -eu} and {@code -o pipefail}, each with the commands that must run before it.
   *
   * @param page its name
   */
  public static List<String> scriptsFor(Class<?> test, String page) {
    return all().stream()
        .filter(candidate -> candidate.name().equals(page))
        .flatMap(found -> found.blocks().stream())
        .flatMap(block -> script(block, test.getSimpleName()).stream())
        .toList();
  }

  private static Optional<String> script(Block block, String test) {
    return block.expectation() instanceof Elsewhere(String name, String before) && name.equals(test)
        ? Optional.of(before + block.text())
        : Optional.empty();
  }
}
