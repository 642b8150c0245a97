package org.pairboot.it;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Appliance;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** Channels, keeping the newest versions, and finding damage, as users do it. */
class StoreCommandsIT {
  private static final int DAMAGED = 3;

  /** More than the buffers between an HTTP server and its client hold. */
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
  void channelMovesUnderARunningServerAndScriptsNameTheVersion() throws IOException {
    cli.run("channel", "set", "demo", "stable", "1").succeeded();
    try (Appliance server = Appliance.serve(dataDir, "boot.image=demo@stable")) {
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
    assertThat(cli.run("remove", "demo@3").exited(1).err()).contains("channel stable points at it");
    cli.run("channel", "unset", "demo", "stable").succeeded();
    cli.run("remove", "demo@3").succeeded();
  }

  @Test
  void importMovesAChannelAndKeepsTheNewest() {
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
  void gcSparesWhatAMachineIsReading() throws IOException {
    cli.importImage("demo", TestImage.write(directory.resolve("big"), "big", MORE_THAN_BUFFERS));
    cli.importImage("demo", image("5"));
    try (Appliance server = Appliance.serve(dataDir);
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
  void scrubNamesTheDamageAndTheSameImportMendsIt() throws IOException {
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
  void storeThatMayOnlyBeReadIsServed() {
    Tools.need("unshare", "util-linux");
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
    readOnly.run("scrub").succeeded();
    readOnly.run("gc", "--keep", "1", "--dry-run").succeeded();
    for (List<String> writer :
        List.of(
            List.of("gc", "--keep", "1"),
            List.of("channel", "set", "demo", "stable", "1"),
            List.of("remove", "demo@1"))) {
      Command.Result refused =
          readOnly
              .run(writer.getFirst(), writer.subList(1, writer.size()).toArray(String[]::new))
              .exited(1);
      assertThat(refused.err()).contains("cannot write to", "ead-only file system").hasLineCount(1);
    }
  }

  @Test
  void fileSystemWithoutRoomRefusesAnImportAndKeepsWhatThereIs() {
    Tools.need("unshare", "util-linux");
    Tools.needRoot("to mount a small file system");
    TestImage small = image("1");
    TestImage large = TestImage.write(directory.resolve("large"), "2", 6 << 20);
    Path tmpfs = directory.resolve("small");
    String script =
        """
        mkdir -p "$0" && mount -t tmpfs -o size=4m none "$0" || exit 9
        pairboot=$1 && shift
        "$pairboot" import demo --data-dir "$0/data" "$1" "$2" "$3" "$4" "$5" "$6" || exit 8
        shift 6
        "$pairboot" import demo --data-dir "$0/data" "$@" && exit 7
        "$pairboot" scrub --data-dir "$0/data" && "$pairboot" images --data-dir "$0/data"
        """;
    List<String> line =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", script, tmpfs.toString()));
    line.add(cli.line("images").getFirst());
    line.addAll(small.importArguments());
    line.addAll(large.importArguments());
    Command.Result result = Command.run(line).succeeded();
    assertThat(result.err()).contains("is full", "nothing was published", "all sound");
    assertThat(result.out()).containsPattern("demo +1 ").doesNotContainPattern("demo +2 ");
  }

  @Test
  void importThatIsKilledAtAnyMomentLeavesTheStoreWhole() throws Exception {
    TestImage image = TestImage.write(directory.resolve("killed"), "killed", 24 << 20);
    Path own = dataDir.resolve(".pairboot");
    // Killed when this has appeared: a part, the last part, the note of what is published.
    for (String glob : List.of("staging/*/parts/kernel", "staging/*/parts/rootfs.img", "pending")) {
      List<String> line = cli.line("import", Cli.importArguments(image, Stream.of("--", "demo")));
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      while (process.isAlive() && !appeared(own, glob)) {
        Thread.onSpinWait();
      }
      process.destroyForcibly().onExit().get();

      assertThat(cli.json("scrub").get("sound").booleanValue()).isTrue();
      assertThat(own.resolve("staging")).isEmptyDirectory();
      assertThat(own.resolve("pending")).doesNotExist();
      assertThat(cli.json("gc", "--older-than", "0").get("orphans").intValue()).isZero();
      List<String> versions = cli.json("images").findValuesAsText("version");
      assertThat(versions).contains("1", "2", "3");
    }
    cli.importImage("demo", image);
    assertThat(cli.json("images").findValuesAsText("version")).hasSize(4);
  }

  private static boolean appeared(Path own, String glob) {
    String[] names = glob.split("/");
    if (names.length == 1) {
      return Files.exists(own.resolve(glob));
    }
    String[] stagings = own.resolve("staging").toFile().list();
    for (String staging : stagings == null ? new String[0] : stagings) {
      if (Files.exists(
          own.resolve("staging").resolve(staging).resolve(names[2]).resolve(names[3]))) {
        return true;
      }
    }
    return false;
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
