package org.pairboot.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;

/** The ahead-of-time cache that comes with the distribution. */
class AotIT {
  private static final Path DISTRIBUTION = Repository.root().resolve("packaging/target/pairboot");
  private static final String COMMAND = "org.pairboot.appliance.cli.PairbootCommand source: ";
  private static final String FROM_THE_CACHE = COMMAND + "shared objects file";
  private static final String FROM_A_JAR = COMMAND + "file:";

  @TempDir private Path directory;

  /** What can be wrong with a cache that lies where one should. */
  private enum Mishap {
    MISSING {
      @Override
      void happensTo(Path lib) throws IOException {
        Files.delete(cache(lib));
      }
    },
    EMPTY {
      @Override
      void happensTo(Path lib) throws IOException {
        replace(lib, new byte[0]);
      }
    },
    TRUNCATED {
      @Override
      void happensTo(Path lib) throws IOException {
        byte[] whole = Files.readAllBytes(cache(lib));
        replace(lib, Arrays.copyOf(whole, whole.length / 2));
      }
    },
    GARBAGE {
      @Override
      void happensTo(Path lib) throws IOException {
        byte[] garbage = new byte[1 << 20];
        new Random(1).nextBytes(garbage);
        replace(lib, garbage);
      }
    };

    /** Deletes what it changes before, as the files are also those of the distribution. */
    abstract void happensTo(Path lib) throws IOException;

    private static Path cache(Path lib) {
      return lib.resolve("pairboot.aot");
    }

    private static void replace(Path lib, byte[] content) throws IOException {
      Files.delete(cache(lib));
      Files.write(cache(lib), content);
    }
  }

  @Test
  void classesComeFromTheCacheWhichIsMappedWhereItWasMade() {
    String log = log(DISTRIBUTION, "-Xlog:class+load,aot");
    assertThat(log).contains(FROM_THE_CACHE);
    assertThat(log).doesNotContain("at an alternative address");
  }

  @Test
  void theCacheServesAtAnotherPlaceToo() {
    assertThat(log(copy("--archive"), "-Xlog:class+load")).contains(FROM_THE_CACHE);
  }

  @ParameterizedTest
  @EnumSource
  void aCacheThatCannotBeUsedIsSetAsideInSilence(Mishap mishap) throws IOException {
    Path distribution = copy("--archive", "--link");
    mishap.happensTo(distribution.resolve("lib"));
    assertThat(log(distribution, "-Xlog:class+load")).contains(FROM_A_JAR);
    Command.Result quiet =
        Command.run(List.of(distribution + "/bin/pairboot", "--version")).succeeded();
    assertThat(quiet.out()).matches("pairboot \\S+\\R");
    assertThat(quiet.err()).isEmpty();
  }

  private Path copy(String... how) {
    List<String> command =
        Stream.of(
                List.of("cp"), List.of(how), List.of(DISTRIBUTION.toString(), directory.toString()))
            .flatMap(List::stream)
            .toList();
    Command.run(command, Duration.ofMinutes(2)).succeeded();
    return directory.resolve(DISTRIBUTION.getFileName());
  }

  private static String log(Path distribution, String options) {
    return Command.run(
            List.of(
                "env",
                "PAIRBOOT_JAVA_OPTS=" + options,
                distribution + "/bin/pairboot",
                "--version"))
        .succeeded()
        .out();
  }
}
