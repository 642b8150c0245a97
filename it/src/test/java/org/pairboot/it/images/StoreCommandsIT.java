package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** Channels, retention of the newest versions, and repair of damage, from the command line. */
class StoreCommandsIT {
  private static final int DAMAGED = 3;

  /** More than the socket buffers between an HTTP server and its client hold. */
  private static final int MORE_THAN_BUFFERS = 32 << 20;

  @TempDir private Path directory;
  private Path dataDir;
  private Cli cli;

  @BeforeEach
  void publish() {
    dataDir = directory.resolve("data");
    cli = new Cli(dataDir);
    for (String version : List.of("1", "2", "3")) {
      cli.importImage("demo", image(version));
    }
  }

  @Test
  void movesAChannelUnderARunningServerWhileScriptsNameTheVersion() throws IOException {
    cli.run("channel", "set", "demo", "stable", "1").succeeded();
    try (PairbootServer server = PairbootServer.serve(dataDir, "boot.image=demo@stable")) {
      assertThat(etag(server.http("images/demo/stable/rootfs.img")))
          .isEqualTo(etag(server.http("images/demo/1/rootfs.img")));
      assertThat(text(server.http("boot.ipxe")))
          .contains("/images/demo/1/")
          .doesNotContain("stable");

      cli.run("channel", "set", "demo", "stable", "latest").succeeded();
      await()
          .until(() ->
              etag(server.http("images/demo/stable/rootfs.img"))
                  .equals(etag(server.http("images/demo/3/rootfs.img"))));
      assertThat(text(server.http("boot.ipxe")))
          .contains("/images/demo/3/")
          .doesNotContain("stable");
    }
    assertThat(cli.json("show", "demo@stable").get("version").textValue()).isEqualTo("3");
    String list = cli.run("channel", "list", "--json").succeeded().out();
    assertThat(new ObjectMapper().readTree(list).toString())
        .isEqualTo("[{\"name\":\"demo\",\"channel\":\"stable\",\"version\":\"3\"}]");
    assertThat(cli.run("images").out()).containsPattern("demo +3 .* stable");
    assertThat(cli.run("remove", "demo@3").exited(1).err()).contains("channel stable points to it");
    cli.run("channel", "unset", "demo", "stable").succeeded();
    cli.run("remove", "demo@3").succeeded();
  }

  @Test
  void theDefaultImageStaysUntilSomebodyChoosesAnother() throws IOException {
    try (PairbootServer server = PairbootServer.serve(dataDir)) {
      assertThat(cli.run("default").succeeded().out()).isEqualTo("demo\n");
      cli.importImage("other", image("4"));
      assertThat(text(server.http("boot.ipxe"))).contains("/images/demo/3/");

      // A command returns when a running server serves what it has changed.
      cli.run("default", "other").succeeded();
      assertThat(text(server.http("boot.ipxe"))).contains("/images/other/4/");
      assertThat(cli.run("remove", "other@4").exited(1).err()).contains("cannot remove other@4");
    }
    assertThat(cli.run("images").out()).containsPattern("other +4 .*default image");
  }

  @Test
  void movesAChannelOnImportAndKeepsTheNewestVersions() {
    String err =
        cli.run(
                "import",
                Cli.importArguments(
                    image("4"), Stream.of("--channel", "edge", "--keep", "2", "--", "demo")))
            .succeeded()
            .err();
    assertThat(err).contains("removed demo@2", "removed demo@1", "freed ");
    assertThat(cli.json("images").findValuesAsText("version")).containsExactly("4", "3");
    assertThat(cli.json("show", "demo@edge").get("version").textValue()).isEqualTo("4");
  }

  @Test
  void keepsWhatAMachineIsReadingDuringGc() throws IOException {
    cli.importImage("demo", TestImage.write(directory.resolve("big"), "big", MORE_THAN_BUFFERS));
    cli.importImage("demo", image("5"));
    try (PairbootServer server = PairbootServer.serve(dataDir);
        InputStream body = server.http("images/demo/big/rootfs.img").toURL().openStream()) {
      assertThat(body.read()).isNotNegative();
      JsonNode dry = cli.json("gc", "--keep", "1", "--dry-run");
      assertThat(dry.get("removed").findValuesAsText("image"))
          .containsExactly("demo@3", "demo@2", "demo@1");
      assertThat(dry.get("spared").get(0).get("image").textValue()).isEqualTo("demo@big");
      assertThat(dry.get("spared").get(0).get("reason").textValue()).isEqualTo("in-use");

      JsonNode done = cli.json("prune", "--keep", "1");
      assertThat(done.get("freedBytes")).isEqualTo(dry.get("freedBytes"));
      assertThat(cli.json("images").findValuesAsText("version")).containsExactly("5", "big");
    }
    cli.run("gc", "--set", "store.keep=1").succeeded();
    assertThat(cli.json("images").findValuesAsText("version")).containsExactly("5");
  }

  @Test
  void findsDamageAndRepairsItByTheSameImport() throws IOException {
    assertThat(cli.json("scrub").get("sound").booleanValue()).isTrue();
    String sha256 = cli.json("show", "demo@2").at("/parts/2/sha256").textValue();
    Path blob = dataDir.resolve("blobs/sha256").resolve(sha256);
    Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-r--r--"));
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, bytes);

    Command.Result found = cli.run("scrub", "--json", "--max-rate", "900MiB").exited(DAMAGED);
    JsonNode finding = new ObjectMapper().readTree(found.out()).get("findings").get(0);
    assertThat(finding.get("file").textValue()).isEqualTo("blobs/sha256/" + sha256);
    assertThat(finding.at("/images/0/image").textValue()).isEqualTo("demo@2");
    assertThat(finding.get("remedy").textValue()).contains("pairboot import demo --version 2");

    cli.importImage("demo", image("2"));
    cli.run("scrub").succeeded();
  }

  @Test
  void servesAReadOnlyStore() throws IOException {
    Tools.need("unshare:util-linux");
    Tools.needRoot("to mount the store read-only");
    Cli readOnly =
        cli.within(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"",
            dataDir.toString());
    assertThat(readOnly.json("images").findValuesAsText("version")).containsExactly("3", "2", "1");
    readOnly.run("verify", "demo@2").succeeded();
    readOnly.run("scrub").succeeded();
    readOnly.run("gc", "--keep", "1", "--dry-run").succeeded();
    String[] importAgain = Cli.importArguments(image("4"), Stream.of("--", "demo"));
    for (List<String> writer :
        List.of(
            List.of("gc", "--keep", "1"),
            List.of("channel", "set", "demo", "stable", "1"),
            List.of("remove", "demo@1"),
            Stream.concat(Stream.of("import"), Stream.of(importAgain)).toList())) {
      Command.Result refused =
          readOnly
              .run(writer.getFirst(), writer.subList(1, writer.size()).toArray(String[]::new))
              .exited(1);
      assertThat(refused.err())
          .contains("cannot write to", dataDir.toString(), "ead-only file system")
          .hasLineCount(1);
    }
    try (PairbootServer server = PairbootServer.serve(readOnly)) {
      assertThat(etag(server.http("images/demo/2/rootfs.img"))).isNotEqualTo("null");
    }
    assertThat(cli.json("images").findValuesAsText("version")).containsExactly("3", "2", "1");
  }

  @Test
  void rejectsAStoreOfALaterReleaseAndLeavesItUnchanged() throws IOException {
    Path index = dataDir.resolve("index.json");
    String later =
        Files.readString(index).replaceFirst("(store.format\"\\s*:\\s*)\"\\d+\"", "$1\"99\"");
    assertThat(later).isNotEqualTo(Files.readString(index));
    Files.writeString(index, later);
    for (List<String> command :
        List.of(
            List.of("images"),
            List.of("verify", "demo@1"),
            List.of("gc", "--older-than", "0"),
            List.of("serve", "--set", "tftp.listen=127.0.0.1:0", "--set", "http.enabled=false"),
            Stream.concat(
                    Stream.of("import"),
                    Stream.of(Cli.importArguments(image("4"), Stream.of("--", "demo"))))
                .toList())) {
      Command.Result refused =
          cli.run(command.getFirst(), command.subList(1, command.size()).toArray(String[]::new))
              .exited(1);
      assertThat(refused.err()).contains(dataDir.toString(), "store format 99").hasLineCount(1);
    }
    assertThat(index).hasContent(later);
  }

  private TestImage image(String version) {
    return TestImage.write(directory.resolve("image-" + version), version, 100_000);
  }

  private static String etag(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("HEAD");
    return String.valueOf(connection.getHeaderField("ETag"));
  }

  private static String text(URI uri) throws IOException {
    try (InputStream body = uri.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
