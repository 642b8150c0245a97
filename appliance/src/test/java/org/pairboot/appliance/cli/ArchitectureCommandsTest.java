package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.testimages.Kernels;

/** The commands, with a version that has two architectures. */
class ArchitectureCommandsTest {
  @TempDir private Path home;

  @BeforeEach
  void importTwo() throws Exception {
    assertThat(imported("amd64").exitCode()).isEqualTo(ExitCode.DONE);
    Outcome second = imported("arm64");
    assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.DONE);
    assertThat(second.out()).isEqualTo("demo@1\n");
    assertThat(second.err()).contains("published demo@1 for aarch64, pair unverifiable");
  }

  @Test
  void listsEachArchitecture() throws Exception {
    assertThat(json("images").findValuesAsText("architecture"))
        .containsExactly("aarch64", "x86_64");
    assertThat(pairboot("images").out()).containsPattern("demo +1 +aarch64").contains("x86_64");
  }

  @Test
  void showsTheFirstOneOrTheOneAskedFor() throws Exception {
    JsonNode first = json("show", "demo");
    assertThat(first.path("architecture").asText()).isEqualTo("x86_64");
    assertThat(first.path("architectures"))
        .map(JsonNode::asText)
        .containsExactly("aarch64", "x86_64");
    assertThat(paths(first)).contains("/images/demo/1/kernel");

    JsonNode other = json("show", "demo@1", "--arch", "arm64");
    assertThat(other.path("architecture").asText()).isEqualTo("aarch64");
    assertThat(paths(other)).contains("/images/demo/1/aarch64/kernel");
    Outcome none = pairboot("show", "demo@1", "--arch", "riscv64");
    assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(none.err()).contains("demo@1 has nothing for riscv64; it has aarch64 and x86_64");
  }

  @Test
  void refusesAnArchitectureThatNobodyHas() throws Exception {
    Outcome refused = imported("z80");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("--arch", "'z80'; expected one of x86_64, i386, aarch64");
  }

  @Test
  void refusesOtherFilesForTheSameArchitecture() throws Exception {
    Files.write(home.resolve("kernel-arm64"), Kernels.of(Architecture.AARCH64, "another"));
    Outcome refused =
        pairboot(
            "import",
            "demo",
            "--version",
            "1",
            "--arch",
            "aarch64",
            "--kernel",
            home.resolve("kernel-arm64").toString());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains("demo@1 for aarch64 is already published with other files");
  }

  @Test
  void verifiesAllOrOne() throws Exception {
    Outcome verified = pairboot("verify", "demo");
    assertThat(verified.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(verified.out())
        .contains("demo@1 for aarch64: unverifiable", "demo@1 for x86_64: unverifiable");

    try (Stream<Path> blobs = Files.list(home.resolve("data/blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        if (Arrays.equals(Files.readAllBytes(blob), kernel("arm64"))) {
          byte[] damaged = kernel("arm64");
          damaged[damaged.length - 1]++;
          Files.delete(blob);
          Files.write(blob, damaged);
        }
      }
    }
    JsonNode report = json("verify", "demo");
    assertThat(report.path("verification").asText()).isEqualTo("rejected");
    assertThat(report.path("architectures").findValuesAsText("verification"))
        .containsExactly("rejected", "unverifiable");
    assertThat(pairboot("verify", "demo").exitCode()).isEqualTo(ExitCode.NOT_VERIFIED);
    assertThat(pairboot("verify", "demo", "--arch", "x86_64").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(pairboot("scrub").out()).contains("affects  demo@1 (aarch64/kernel)");
  }

  @Test
  void removesOneArchitectureOrTheVersion() throws Exception {
    assertThat(pairboot("remove", "demo@1", "--arch", "x86_64").err())
        .contains("removed demo@1 for x86_64");
    assertThat(json("show", "demo").path("architecture").asText()).isEqualTo("aarch64");
    assertThat(pairboot("remove", "demo@1").err()).contains("removed demo@1\n");
    assertThat(json("images")).isEmpty();
  }

  private Outcome imported(String architecture) throws Exception {
    Path kernel = Files.write(home.resolve("kernel-" + architecture), kernel(architecture));
    return pairboot(
        "import", "demo", "--version", "1", "--arch", architecture, "--kernel", kernel.toString());
  }

  /** Of an architecture that nobody has, it is for x86_64. */
  private static byte[] kernel(String architecture) {
    return Kernels.of(
        Architecture.parse(architecture).orElse(Architecture.X86_64), "kernel " + architecture);
  }

  private static List<String> paths(JsonNode image) {
    return image.path("parts").findValuesAsText("path");
  }

  private JsonNode json(String... arguments) throws Exception {
    String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
    return new ObjectMapper().readTree(pairboot(all).out());
  }

  private Outcome pairboot(String... arguments) {
    return new TestProgram(home).run(arguments);
  }
}
