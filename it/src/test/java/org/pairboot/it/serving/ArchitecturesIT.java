package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.SteppedTftpRead;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.TestKernel;
import org.pairboot.it.lab.Tools;

/** A version for two architectures, from the import to the machines. */
class ArchitecturesIT {
  @TempDir private Path directory;
  private TestImage pc;
  private TestImage board;

  @BeforeEach
  void writeImages() throws IOException {
    pc = TestImage.write(directory.resolve("pc"), "1", 1000);
    board =
        TestImage.write(directory.resolve("board"), "1", 2000)
            .withKernel(Files.write(directory.resolve("Image"), TestKernel.arm64("board")));
  }

  private Cli cli() {
    return new Cli(directory.resolve("data"));
  }

  @Test
  void aServerOffersAnArchitectureAsSoonAsItIsAdded() throws IOException {
    cli().importImage("demo", pc, "--arch", "amd64");
    try (PairbootServer server = PairbootServer.serve(cli())) {
      String script = "boot.ipxe/mac=52-54-00-00-00-01/arch=arm64/platform=efi";
      assertThat(text(server, script))
          .contains("demo@1 is for x86_64, this machine is aarch64")
          .doesNotContain("/kernel");
      cli().importImage("demo", board, "--arch", "arm64");

      await().until(() -> text(server, script).contains("/images/demo/1/aarch64/kernel"));
      assertThat(text(server, script.replace("arm64", "x86_64")))
          .contains("/images/demo/1/x86_64/kernel");
      assertThat(sha256(server, "images/demo/1/arm64/rootfs.img")).isEqualTo(digest(board));
      assertThat(sha256(server, "images/demo/latest/x86_64/rootfs.img")).isEqualTo(digest(pc));
      assertThat(sha256(server, "images/demo/1/rootfs.img")).isEqualTo(digest(pc));
      try (SteppedTftpRead read =
          SteppedTftpRead.begin(server, "images/demo/1/aarch64/rootfs.img")) {
        assertThat(SeededFile.sha256(read.finish())).isEqualTo(digest(board));
      }
      HttpURLConnection missing =
          (HttpURLConnection) server.http("images/demo/1/riscv64/kernel").toURL().openConnection();
      assertThat(missing.getResponseCode()).isEqualTo(404);
    }
  }

  @Test
  void skopeoCopiesAllArchitectures() {
    Tools.need("skopeo:skopeo");
    cli().importImage("demo", pc, "--arch", "x86_64");
    cli().importImage("demo", board, "--arch", "aarch64", "--channel", "stable");
    Path copy = directory.resolve("copy");
    skopeoCopy("oci:" + copy);

    Cli copied = new Cli(copy);
    assertThat(copied.json("images").findValuesAsText("architecture"))
        .containsExactly("aarch64", "x86_64");
    assertThat(copied.json("images").findValuesAsText("verification")).containsOnly("unproven");
    copied.run("verify", "demo@1").succeeded();
    assertThat(copied.json("images").findValuesAsText("verification")).containsOnly("verified");

    Path archive = directory.resolve("demo.tar");
    skopeoCopy("oci-archive:" + archive);
    Cli imported = new Cli(directory.resolve("imported"));
    imported.run("import", archive.toString()).succeeded();
    assertThat(imported.json("images").findValuesAsText("architecture"))
        .containsExactly("aarch64", "x86_64");
    assertThat(imported.json("images").findValuesAsText("verification")).containsOnly("verified");
  }

  private void skopeoCopy(String target) {
    String source = "oci:" + directory.resolve("data") + ":demo-stable";
    Command.run(List.of("skopeo", "copy", "--all", source, target + ":x")).succeeded();
  }

  private static String text(PairbootServer server, String name) throws IOException {
    try (InputStream body = server.http(name).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(PairbootServer server, String name) throws IOException {
    try (InputStream body = server.http(name).toURL().openStream()) {
      return SeededFile.sha256(body.readAllBytes());
    }
  }

  private static String digest(TestImage image) throws IOException {
    return SeededFile.sha256(image.rootfs());
  }
}
