package org.pairboot.it.packages;

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

/** The ahead-of-time cache in the distribution. */
class AotIT {
  private static final Path DISTRIBUTION = Repository.root().resolve("packaging/target/pairboot");
  private static final String COMMAND =
      "org.pairboot.appliance.cli.command.PairbootCommand source: ";
  private static final String FROM_THE_CACHE = COMMAND + "shared objects file";
  private static final String FROM_A_JAR = COMMAND + "file:";

  @TempDir private Path directory;

  /** What can be wrong with an installed cache. */
  private enum Fault {
    MISSING {
      @Override
      void applyTo(Path lib) throws IOException {
        Files.delete(cache(lib));
      }
    },
    EMPTY {
      @Override
      void applyTo(Path lib) throws IOException {
        write(cache(lib), new byte[0]);
      }
    },
    TRUNCATED {
      @Override
      void applyTo(Path lib) throws IOException {
        byte[] whole = Files.readAllBytes(cache(lib));
        write(cache(lib), Arrays.copyOf(whole, whole.length / 2));
      }
    },
    GARBAGE {
      @Override
      void applyTo(Path lib) throws IOException {
        byte[] garbage = new byte[1 << 20];
        new Random(1).nextBytes(garbage);
        write(cache(lib), garbage);
      }
    },
    OLDER_THAN_A_JAR {
      @Override
      void applyTo(Path lib) throws IOException {
        rewrite(jar(lib, "picocli-"));
      }
    },
    OLDER_THAN_THE_MAIN_JAR {
      @Override
      void applyTo(Path lib) throws IOException {
        rewrite(jar(lib, "pairboot-appliance-"));
      }
    };

    /** Replaces files instead of changing them: they are hard links to the distribution. */
    abstract void applyTo(Path lib) throws IOException;

    private static Path cache(Path lib) {
      return lib.resolve("pairboot.aot");
    }

    private static Path jar(Path lib, String name) throws IOException {
      try (Stream<Path> files = Files.list(lib)) {
        return files
            .filter(file -> file.getFileName().toString().startsWith(name))
            .findFirst()
            .orElseThrow();
      }
    }

    private static void rewrite(Path jar) throws IOException {
      write(jar, Files.readAllBytes(jar));
    }

    private static void write(Path file, byte[] content) throws IOException {
      Files.delete(file);
      Files.write(file, content);
    }
  }

  @Test
  void loadsClassesFromTheCacheAtItsOriginalAddress() {
    String log = log(DISTRIBUTION, "-Xlog:class+load,aot");
    assertThat(log).contains(FROM_THE_CACHE);
    assertThat(log).doesNotContain("at an alternative address");
  }

  @Test
  void usesTheCacheAtAnotherPath() {
    assertThat(log(copy("--archive"), "-Xlog:class+load")).contains(FROM_THE_CACHE);
  }

  @ParameterizedTest
  @EnumSource
  void ignoresAnUnusableCacheSilently(Fault fault) throws IOException {
    Path distribution = copy("--archive", "--link");
    fault.applyTo(distribution.resolve("lib"));
    assertThat(log(distribution, "-Xlog:class+load")).contains(FROM_A_JAR);
    Command.Result quiet =
        Command.run(List.of(distribution + "/bin/pairboot", "--version")).succeeded();
    assertThat(quiet.out()).matches("pairboot \\S+\\R");
    assertThat(quiet.err()).isEmpty();
  }

  @Test
  void usesANewCacheForChangedJars() throws IOException {
    Path distribution = copy("--archive", "--link");
    Fault.OLDER_THAN_A_JAR.applyTo(distribution.resolve("lib"));
    makeCache(distribution, "unlimited").succeeded();
    assertThat(log(distribution, "-Xlog:class+load")).contains(FROM_THE_CACHE);
  }

  @Test
  void keepsTheOldCacheIfTheNewOneIsIncomplete() throws IOException {
    Path distribution = copy("--archive", "--link");
    List<String> before = files(distribution);
    // In blocks of 512 bytes: enough for the training run, but not for the cache.
    Command.Result made = makeCache(distribution, "20000");
    assertThat(made.exitCode()).as(made.toString()).isNotZero();
    assertThat(files(distribution)).isEqualTo(before);
    assertThat(log(distribution, "-Xlog:class+load")).contains(FROM_THE_CACHE);
  }

  @Test
  void cleansUpAfterAFailedTrainingRun() throws IOException {
    Path distribution = copy("--archive", "--link");
    Files.delete(Fault.cache(distribution.resolve("lib")));
    List<String> before = files(distribution);
    // In blocks of 512 bytes: too few for the training data.
    Command.Result made = makeCache(distribution, "1000");
    assertThat(made.exitCode()).as(made.toString()).isNotZero();
    assertThat(files(distribution)).isEqualTo(before);
  }

  private static Command.Result makeCache(Path distribution, String largestFile) {
    return Command.run(
        List.of(
            "sh",
            "-c",
            "ulimit -f \"$1\" && exec \"$0\"",
            distribution + "/bin/make-start-cache",
            largestFile));
  }

  private static List<String> files(Path distribution) throws IOException {
    try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
      return files.map(Path::toString).sorted().toList();
    }
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
