package org.pairboot.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;

/** The ahead-of-time cache that comes with the distribution. */
class AotIT {
  private static final Path DISTRIBUTION = Repository.root().resolve("packaging/target/pairboot");
  private static final String COMMAND = "org.pairboot.appliance.cli.PairbootCommand source: ";

  @Test
  void classesComeFromTheCacheWhichIsMappedWhereItWasMade() {
    String log = log(DISTRIBUTION, "-Xlog:class+load,aot");
    assertThat(log).contains(COMMAND + "shared objects file");
    assertThat(log).doesNotContain("at an alternative address");
  }

  @Test
  void theCacheServesAtAnotherPlaceToo(@TempDir Path directory) {
    Command.run(
            List.of("cp", "--archive", DISTRIBUTION.toString(), directory.toString()),
            Duration.ofMinutes(2))
        .succeeded();
    assertThat(log(directory.resolve("pairboot"), "-Xlog:class+load"))
        .contains(COMMAND + "shared objects file");
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
