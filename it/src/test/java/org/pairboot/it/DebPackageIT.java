package org.pairboot.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
