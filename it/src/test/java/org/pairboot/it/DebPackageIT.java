package org.pairboot.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.DebPackage;
import org.pairboot.it.lab.Tools;

/** What can be said of the Debian package without installing it. */
class DebPackageIT {
  @TempDir private Path directory;

  @Test
  void theServiceIsConfinedToAnExposureOfTwoAtMost() {
    Tools.need("systemd-analyze", "systemd");
    Command.run(
            List.of(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=20",
                "--no-pager",
                DebPackage.unit().toString()))
        .succeeded();
  }

  @Test
  void theSameDistributionGivesTheSameBytesInWhichLintianFindsNoErrors() throws IOException {
    DebPackage.need();
    Tools.need("lintian", "lintian");
    Path first = DebPackage.assemble("0.0.1", Files.createDirectory(directory.resolve("first")));
    Path second = DebPackage.assemble("0.0.1", Files.createDirectory(directory.resolve("second")));
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    Files.delete(second);
    Command.run(List.of("lintian", "--fail-on", "error", first.toString()), Duration.ofMinutes(8))
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001-09-09T01:46:40Z", "2100-01-01T00:00:00Z"})
  void theStartCacheFitsAPackageOfAnyTime(Instant time) {
    DebPackage.need();
    Path deb = DebPackage.assemble("0.0.1", directory, time);
    Path root = directory.resolve("root");
    Command.run(List.of("dpkg", "--extract", deb.toString(), root.toString())).succeeded();
    assertThat(
            Command.run(
                    List.of(
                        "env",
                        "PAIRBOOT_JAVA_OPTS=-Xlog:class+load",
                        root.resolve("usr/lib/pairboot/bin/pairboot").toString(),
                        "--version"))
                .succeeded()
                .out())
        .containsPattern("PairbootCommand source: shared objects file");
  }
}
