package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.Layouts;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.text.Json;

/** {@code pairboot import FILE.tar|DIRECTORY}. */
class LayoutCommandsTest {
  @TempDir private Path home;

  private Path other;
  private Path archive;

  @BeforeEach
  void makeAnotherStore() throws Exception {
    LiveImages.Pair pair = LiveImages.today();
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Outcome outcome =
        new TestProgram(elsewhere)
            .run(
                "import",
                "fcos",
                "--version=1",
                "--channel=stable",
                "--kernel=" + Files.write(home.resolve("vmlinuz"), Kernels.bzImage("kernel")),
                "--initramfs=" + Files.write(home.resolve("initramfs"), pair.initramfs()),
                "--rootfs=" + Files.write(home.resolve("rootfs"), pair.rootfs()));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    other = elsewhere.resolve("data");
    archive = Layouts.archive(other, home.resolve("images.tar"));
  }

  @Test
  void importsTheImagesOfAnArchiveAndSaysWhatItsChannelsWere() {
    Outcome first = run("import", archive.toString());
    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.DONE);
    assertThat(first.out()).isEqualToIgnoringNewLines("fcos@1");
    assertThat(first.err())
        .contains("published fcos@1, pair verified", "machines load kernel and initramfs")
        .contains("there, the channel fcos@stable points to fcos@1;")
        .contains("pairboot channel set fcos stable 1")
        .contains("fcos is the first image, so it is the default image now");

    assertThat(run("channel", "set", "fcos", "stable", "1").exitCode()).isZero();
    Outcome again = run("import", archive.toString());
    assertThat(again.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(again.err())
        .contains("already published: fcos@1")
        .doesNotContain("channel set", "first image");
  }

  @Test
  void importsFromADirectoryAsJson() throws Exception {
    Outcome outcome = run("import", other.toString(), "--image", "fcos@stable", "--json");
    JsonNode json = Json.MAPPER.readTree(outcome.out());
    assertThat(json.path("images").findValuesAsText("version")).containsExactly("1");
    assertThat(json.path("channels").path("fcos@stable").asText()).isEqualTo("fcos@1");
  }

  @Test
  void refusesWhatDoesNotMatchWithTheExitCodeOfAVerification() throws Exception {
    Layouts.tamper(other, "1", "rootfs.img", Bytes.zeros(100_000));
    Outcome outcome = run("import", other.toString());
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_VERIFIED);
    assertThat(outcome.err()).startsWith("pairboot: " + other + ": fcos@1: ");
    assertThat(run("images").out()).doesNotContain("fcos");
  }

  @Test
  void saysWhatElseTheArgumentMayBe() throws Exception {
    Path empty = Files.createDirectory(home.resolve("empty"));
    assertUsage("is a directory without the files oci-layout and index.json", empty.toString());
    assertUsage("is not a tar archive of an image store", home.resolve("vmlinuz").toString());
    assertUsage("https://host/a.tar is not on this machine", "https://host/a.tar");
    assertUsage("copied as they are: leave out --version", archive.toString(), "--version=2");
    assertUsage("give --kernel and --initramfs, or --iso", "fcos");
    assertUsage("--image chooses images of another store", "fcos", "--image=fcos");
    assertUsage("--image chooses", archive.toString(), "--image=fcos", "--kernel=vmlinuz");
    Outcome missing = run("import", home.resolve("none.tar").toString());
    assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.err()).contains("no such file: " + home.resolve("none.tar"));
  }

  private void assertUsage(String message, String... arguments) {
    Outcome outcome =
        run(Stream.concat(Stream.of("import"), Stream.of(arguments)).toArray(String[]::new));
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private Outcome run(String... arguments) {
    return new TestProgram(home).run(arguments);
  }
}
