package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** What {@code boots} and {@code boot} show of clients that ask as loaders do. */
class BootsIT {
  private static final String MAC = "52:54:00:12:34:56";
  private static final Pattern REPORT = Pattern.compile("done=(http://\\S+)");

  @TempDir private Path directory;
  private Cli cli;

  @BeforeAll
  static void needTools() {
    Tools.need("curl:curl", "zcat:gzip", "jq:jq");
  }

  @BeforeEach
  void importImage() throws IOException {
    cli = new Cli(directory.resolve("data"));
    cli.importImage(
        "demo", TestImage.write(directory.resolve("files"), "1", 3_000_000), "--version", "1");
    Files.writeString(
        directory.resolve("plan.conf"),
        """
        profiles.worker { image = demo, kernel-arguments.add = "done={booted_url}" }
        machines.node1 { select.mac = "%s", profile = worker }
        """
            .formatted(MAC));
  }

  private PairbootServer serve() {
    return PairbootServer.serve(cli, "boot.plans=[\"" + directory.resolve("plan.conf") + "\"]");
  }

  private static String fetch(String url) {
    return Command.run(List.of("curl", "-sS", "--fail", "--max-time", "20", url)).succeeded().out();
  }

  private static void fetchBinary(String url) {
    Command.run(List.of("curl", "-sS", "--fail", "--max-time", "20", "-o", "/dev/null", url))
        .succeeded();
  }

  /** As iPXE does. Returns the URL of the report. */
  private static String boot(PairbootServer server) {
    String script = fetch(server.http("boot.ipxe/mac=52-54-00-12-34-56").toString());
    for (String part : List.of("kernel", "initramfs.img", "rootfs.img")) {
      fetchBinary(server.http("images/demo/1/" + part).toString());
    }
    Matcher report = REPORT.matcher(script);
    assertThat(report.find()).as(script).isTrue();
    return report.group(1);
  }

  private JsonNode latest() {
    return cli.json("boots", "--limit", "1").path(0);
  }

  private void awaitState(String state) {
    await().untilAsserted(() -> assertThat(latest().path("state").asText()).isEqualTo(state));
  }

  @Test
  void aBootIsSeenFromItsScriptToItsReport() {
    try (PairbootServer server = serve()) {
      String report = boot(server);
      awaitState("handed-over");
      fetch(report);
      awaitState("booted");
      JsonNode boot = latest();
      assertThat(boot.path("machine").asText()).isEqualTo("node1");
      assertThat(boot.path("mac").asText()).isEqualTo(MAC);
      assertThat(boot.path("image").asText() + "@" + boot.path("version").asText())
          .isEqualTo("demo@1");
      assertThat(names(boot.path("stages")))
          .containsExactly("script", "kernel", "initramfs", "rootfs", "running");
      assertThat(boot.path("confidence").asText()).isEqualTo("certain");
      assertThat(boot.path("bytes").path("http").asLong()).isGreaterThan(3_000_000);

      JsonNode timeline = cli.json("boot", boot.path("id").asText());
      assertThat(timeline.path("events")).hasSizeGreaterThan(4);
      assertThat(cli.run("boot", "node1").succeeded().out())
          .contains("of node1", "ipxe asks for node1: boot demo@1", "reports that it runs");
      assertThat(cli.run("boot", "node1", "--anonymous").succeeded().out())
          .doesNotContain("node1", MAC, "52-54-00-12-34-56", "127.0.0.1");
    }
    // Without a server too.
    assertThat(latest().path("state").asText()).isEqualTo("booted");
    assertThat(cli.json("boots", "--outcome", "failed")).isEmpty();
    assertThat(cli.json("boots", "--machine", "node1", "--since", "1h")).hasSize(1);
  }

  private static List<String> names(JsonNode stages) {
    List<String> names = new ArrayList<>();
    stages.forEach(stage -> names.add(stage.path("name").asText()));
    return names;
  }

  @Test
  void aKilledServerLosesNothingThatIsFiveSecondsOld() throws IOException {
    PairbootServer killed = serve();
    String report = boot(killed);
    awaitState("handed-over");
    killed.process().destroyForcibly();
    await().until(() -> !killed.process().isAlive());
    assertThat(latest().path("machine").asText()).isEqualTo("node1");
    try (PairbootServer server = serve()) {
      // The report belongs to the boot that began before.
      fetch(report.replaceFirst(":\\d+/", ":" + server.httpPort() + "/"));
      awaitState("booted");
      assertThat(cli.json("boots")).hasSize(1);
    }
    assertThat(
            Command.run(
                    List.of(
                        "bash",
                        "-c",
                        "zcat -f \"$0\"/machines-* | jq -s length",
                        directory.resolve("data/events").toString()))
                .succeeded()
                .out()
                .strip())
        .matches("[1-9][0-9]*");
  }

  @Test
  void whoNeitherIsKnownNorBootsLeavesNoBoot() {
    try (PairbootServer server = serve()) {
      for (int i = 0; i < 20; i++) {
        Command.run(
            List.of("curl", "-s", "--max-time", "5", server.http("wp-login.php?" + i).toString()));
      }
      fetchBinary(server.http("images/demo/1/rootfs.img").toString());
      boot(server);
      awaitState("handed-over");
      assertThat(cli.json("boots")).hasSize(1);
    }
  }

  @Test
  void mistakesAreExplained() {
    assertThat(cli.run("boots", "--outcome", "dead").err())
        .contains("invalid state 'dead'", "handed-over");
    assertThat(cli.run("boots", "--since", "yesterday").err()).contains("12h");
    assertThat(cli.run("boots", "--limit", "0").exitCode()).isEqualTo(2);
    Command.Result unknown = cli.run("boot", "node9");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("boot 'node9' not found; 'pairboot boots' lists them");
  }

  @Test
  void eventsThatAreOffLeaveNoFiles() {
    try (PairbootServer server = PairbootServer.serve(cli, "events.enabled=false")) {
      fetch(server.http("boot.ipxe").toString());
    }
    assertThat(directory.resolve("data/events")).doesNotExist();
    assertThat(cli.run("boots", "--set", "events.enabled=false").err())
        .contains("because events.enabled is false");
  }
}
