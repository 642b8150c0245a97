package org.pairboot.appliance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files and packages stay small enough for a reader to hold. */
class HouseTest {
  private static final int MAX_LINES = 400;
  private static final int MAX_FILES = 25;

  private static List<Path> sources;

  @BeforeAll
  static void findSources() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    try (Stream<Path> modules = Files.list(root)) {
      sources =
          modules
              .map(module -> module.resolve("src"))
              .filter(Files::isDirectory)
              .flatMap(HouseTest::javaFiles)
              .toList();
    }
    assertThat(sources).hasSizeGreaterThan(500);
  }

  @Test
  void noFileIsLongerThanAReaderCanHold() {
    assertThat(sources.stream().filter(file -> lines(file) > MAX_LINES)).isEmpty();
  }

  @Test
  void noPackageHasMoreFilesThanAReaderCanSurvey() {
    Map<Path, Long> packages =
        sources.stream()
            .filter(file -> file.toString().contains("/src/main/"))
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(groupingBy(Path::getParent, counting()));
    packages.values().removeIf(count -> count <= MAX_FILES);
    assertThat(packages).isEmpty();
  }

  private static Stream<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
