package org.pairboot.it.packages;

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
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/** Checks of the Debian package that need no installation. */
class DebPackageIT {
  @TempDir private Path directory;

  @Test
  void confinesTheServiceToAnExposureOfAtMostOneAndAHalf() {
    Tools.need("systemd-analyze:systemd");
    Command.run(
            List.of(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=15",
                "--no-pager",
                DebPackage.unit().toString()))
        .succeeded();
  }

  @Test
  void buildsTheSameBytesWithoutLintianErrors() throws IOException {
    DebPackage.need();
    Tools.need("lintian:lintian");
    Path first = DebPackage.assemble("0.0.1", Files.createDirectory(directory.resolve("first")));
    Path second = DebPackage.assemble("0.0.1", Files.createDirectory(directory.resolve("second")));
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    Files.delete(second);
    assertThat(dpkgDeb(first, "--contents")).contains("./usr/share/doc/pairboot/pairboot.cdx.json");
    Command.run(List.of("lintian", "--fail-on", "error", first.toString()), Duration.ofMinutes(8))
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001-09-09T01:46:40Z", "2100-01-01T00:00:00Z"})
  void hasAValidStartCacheWhateverItsTimestamp(Instant time) {
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

  /** Only the java program claims to be for ARM, by its ELF header. */
  @Test
  void buildsAnArmPackageFromAnArmRuntime() throws IOException {
    DebPackage.need();
    Path distribution = directory.resolve("distribution");
    Command.run(
            List.of(
                "cp",
                "--archive",
                Repository.root().resolve("packaging/target/pairboot").toString(),
                distribution.toString()))
        .succeeded();
    Files.delete(distribution.resolve("lib/pairboot.aot"));
    Path program = distribution.resolve("runtime/bin/java");
    byte[] header = Files.readAllBytes(program);
    header[18] = (byte) 183;
    Files.write(program, header);

    Path deb = DebPackage.assemble("0.0.1", directory, distribution);

    assertThat(deb).hasFileName("pairboot_0.0.1_arm64.deb");
    assertThat(dpkgDeb(deb, "--field"))
        .contains("Architecture: arm64")
        .contains("grub-efi-arm64-signed")
        .doesNotContain("amd64");
    assertThat(dpkgDeb(deb, "--contents"))
        .contains("./usr/lib/pairboot/runtime/bin/java", "./usr/bin/pairboot -> ")
        .doesNotContain("pairboot.aot");
  }

  private static String dpkgDeb(Path deb, String question) {
    return Command.run(List.of("dpkg-deb", question, deb.toString())).succeeded().out();
  }
}
