package org.pairboot.it.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.DebPackage;
import org.pairboot.it.lab.Repository;

/** {@code packaging/compare-builds} finds differences between two builds. */
class CompareBuildsIT {
  private static final String SCRIPT =
      Repository.root().resolve("packaging/compare-builds").toString();
  private static final Duration TWO_BUILDS = Duration.ofMinutes(20);

  @TempDir private Path directory;

  private Path first;
  private Path second;

  @BeforeEach
  void copyTheBuild() throws IOException {
    DebPackage.need();
    first = copy("first");
    second = copy("second");
  }

  /** Hard links suffice, because nothing writes to the original. */
  private Path copy(String name) throws IOException {
    Path clone = Files.createDirectories(directory.resolve(name).resolve("packaging"));
    Command.run(
            List.of(
                "cp",
                "--archive",
                "--link",
                Repository.root().resolve("packaging/target").toString(),
                clone.toString()))
        .succeeded();
    return directory.resolve(name);
  }

  @Test
  void findsNoDifferenceInTheSameBuild() {
    assertThat(compare().succeeded().out()).doesNotContain("differs");
  }

  @Test
  void allowsAndNamesADifferentStartCache() throws IOException {
    change("lib/pairboot.aot");
    assertThat(compare().succeeded().out()).contains("differs: lib/pairboot.aot, in 1 of ");
  }

  @Test
  void rejectsAnyOtherDifferentFile() throws IOException {
    change("lib/jvm.options");
    Command.Result result = compare().exited(1);
    assertThat(result.out()).contains("differs: lib/jvm.options, in 1 of ");
    assertThat(result.err()).contains("1 files differ unexpectedly");
  }

  @Test
  void rejectsDifferentPermissionsAndMissingFiles() throws IOException {
    Path script = distribution().resolve("bin/pairboot");
    byte[] content = Files.readAllBytes(script);
    Files.delete(script);
    Files.write(script, content);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(distribution().resolve("lib/more"));
    Command.Result result = compare().exited(1);
    assertThat(result.out()).contains("differs: bin/pairboot", "differs: lib/more");
    assertThat(result.err()).contains("2 files differ unexpectedly");
  }

  @Test
  @EnabledIfSystemProperty(named = "pairboot.it.full", matches = "true")
  void findsNoDifferenceBetweenBuildsInTwoPlaces() {
    Command.run(List.of(SCRIPT), TWO_BUILDS).succeeded();
  }

  private Path distribution() {
    return second.resolve("packaging/target/pairboot");
  }

  private void change(String name) throws IOException {
    Path file = distribution().resolve(name);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, content);
  }

  private Command.Result compare() {
    return Command.run(List.of(SCRIPT, first.toString(), second.toString()));
  }
}
