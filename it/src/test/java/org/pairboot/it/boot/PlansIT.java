package org.pairboot.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** Boot plans as curl and cpio see them, while the server runs and after restarts. */
class PlansIT {
  private static final String MAC = "52-54-00-00-00-01";

  @TempDir private Path directory;

  private Cli cli;
  private Path dataDir;
  private Path plans;

  @BeforeEach
  void prepare() throws IOException {
    Tools.need("curl:curl", "cpio:cpio");
    dataDir = directory.resolve("data");
    cli = new Cli(dataDir);
    plans = Files.createDirectory(directory.resolve("plans"));
    TestImage image = TestImage.write(directory.resolve("image"), "1.0", 50_000);
    cli.importImage("demo", image);
  }

  @Test
  void reloadsPlansUnderLoadAndIgnoresBrokenOnes() throws Exception {
    plan("first");
    try (PairbootServer server = serve();
        ExecutorService clients = Executors.newFixedThreadPool(4)) {
      AtomicBoolean stop = new AtomicBoolean();
      ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String scheme = i % 2 == 0 ? http(server) : tftp(server);
        Callable<Integer> client =
            () -> {
              int reads = 0;
              while (!stop.get()) {
                seen.add(marker(curl(scheme + "/pxelinux.cfg/01-" + MAC)));
                reads++;
              }
              return reads;
            };
        running.add(clients.submit(client));
      }
      await().until(() -> seen.contains("first"));
      plan("second");
      await().until(() -> seen.contains("second"));
      write("plans.conf", "machines { node1 { select { mac = nonsense } } }");
      await().until(() -> server.log().contains("machines.node1.select.mac"));
      assertThat(marker(curl(http(server) + "/pxelinux.cfg/01-" + MAC))).isEqualTo("second");
      plan("third");
      await().until(() -> seen.contains("third"));
      stop.set(true);
      for (Future<Integer> client : running) {
        assertThat(client.get()).isPositive();
      }
      assertThat(seen).containsOnly("first", "second", "third");
      assertThat(server.log())
          .contains(plans.resolve("plans.conf") + ":1: machines.node1.select.mac: invalid value")
          .contains(plans.resolve("plans.conf") + " has mistakes; its copy of ")
          .doesNotContain("defect");
    }
  }

  @Test
  void fillsInDocumentsForEachMachine() throws Exception {
    write(
        "node.ign",
        "{\"ignition\":{\"version\":\"3.4.0\"},\"storage\":{\"files\":[{\"path\":\"/etc/hostname\","
            + "\"contents\":{\"source\":\"data:,{{hostname}}-{{mac}}-{{role}}\"}}]}}");
    write(
        "plans.conf",
        """
        profiles.p {
          documents { "node.ign" { file = node.ign, type = ignition, template = true, initrd = true } }
          variables { role = worker }
        }
        machines.node1 { select { mac = "52:54:00:00:00:01" }, profile = p }
        """);
    try (PairbootServer server = serve()) {
      String script = curl(tftp(server) + "/pxelinux.cfg/01-" + MAC);
      assertThat(script).contains("ignition.firstboot ignition.platform.id=metal");
      String initrd = script.replaceAll("(?s).*,::/(documents/\\S+/ignition\\.img).*", "$1");
      String config = curl(http(server) + "/" + initrd.replace("ignition.img", "node.ign"));
      assertThat(config).contains("data:,node1-52:54:00:00:00:01-worker");

      Path archive = directory.resolve("ignition.img");
      curl("-o", archive.toString(), tftp(server) + "/" + initrd);
      assertThat(
              Command.run(
                      List.of(
                          "sh", "-c", "cpio --quiet -i --to-stdout config.ign < '" + archive + "'"))
                  .succeeded()
                  .out())
          .isEqualTo(config);
      assertThat(status(http(server) + "/documents/mac=52-54-00-00-00-02/node.ign"))
          .isEqualTo("404");
    }
  }

  @Test
  void keepsAOneTimeBootAcrossARestart() throws Exception {
    write(
        "plans.conf",
        """
        profiles.once { next-boot = once, kernel-arguments.add = "done={booted_url}" }
        machines.node1 { select { mac = "52:54:00:00:00:01" }, profile = once }
        """);
    String name = "/boot.ipxe/mac=" + MAC;
    try (PairbootServer server = serve()) {
      assertThat(curl(http(server) + name)).contains("/demo/1.0/x86_64/kernel");
      String again = curl(http(server) + name);
      assertThat(again).contains("/demo/1.0/x86_64/kernel");
      curl(again.replaceAll("(?s).* done=(\\S+).*", "$1"));
      assertThat(server.log()).contains("node1 has booted");
      assertThat(curl(http(server) + name)).contains("local disk", "pairboot next-boot node1");
    }
    try (PairbootServer server = serve()) {
      assertThat(curl(http(server) + name)).doesNotContain("/demo/1.0/x86_64/kernel");
      assertThat(cli.json("next-boot").get(0).get("stage").asText()).isEqualTo("booted");
      cli.run("next-boot", "node1").succeeded();
      await().until(() -> curl(http(server) + name).contains("/demo/1.0/x86_64/kernel"));
    }
  }

  @Test
  void startsWithABrokenPlanAndTakesItOnceItIsCorrected() throws Exception {
    plan("good");
    try (PairbootServer server = serve()) {
      assertThat(marker(curl(http(server) + "/pxelinux.cfg/01-" + MAC))).isEqualTo("good");
    }
    write("plans.conf", "include url(\"http://192.0.2.1/\")\nmachines {");
    write("other.conf", "machines.node9 { select.mac = \"52:54:00:00:00:09\" }");
    try (PairbootServer server = serve()) {
      assertThat(marker(curl(http(server) + "/pxelinux.cfg/01-" + MAC))).isEqualTo("good");
      assertThat(server.log())
          .contains(plans.resolve("plans.conf") + ":1: only files can be included")
          .contains("stays in force");
      assertThat(cli.run("plan", "--mac", MAC.replace('-', ':'), "--set", setting()).err())
          .contains("stays in force");
      String bomb =
          IntStream.range(0, 40)
              .mapToObj(i -> "x%d = ${x%d}${x%d}".formatted(i + 1, i, i))
              .collect(Collectors.joining("\n", "x0 = aaaaaaaaaa\n", "\n"));
      write("plans.conf", bomb);
      await().until(() -> server.log().contains("too much text"));
      assertThat(marker(curl(http(server) + "/pxelinux.cfg/01-" + MAC))).isEqualTo("good");
      plan("corrected");
      await()
          .until(() -> marker(curl(http(server) + "/pxelinux.cfg/01-" + MAC)).equals("corrected"));
    }
  }

  @Test
  void usesTemplatesOfTheUserAndReportsTheirMistakesWithoutABoot() throws Exception {
    Path templates = Files.createDirectory(directory.resolve("templates"));
    Path file = templates.resolve("pxelinux.cfg.mustache");
    Files.writeString(file, "# mine\n{{#page}}{{first.label}}{{/page}}\n");
    String setting = "boot.templates=" + templates;
    try (PairbootServer server = PairbootServer.serve(dataDir, setting)) {
      assertThat(curl(http(server) + "/pxelinux.cfg/default")).isEqualTo("# mine\npairboot\n");
      Files.writeString(file, "# mine\n\n{{#trouble}}{{raeson}}{{/trouble}}\n");
      await().until(() -> server.log().contains(file + ":3: {{raeson}}"));
      assertThat(curl(http(server) + "/pxelinux.cfg/default")).isEqualTo("# mine\npairboot\n");
    }
    Command.Result refused = cli.run("check-config", "--set", setting);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(file + ":3: {{raeson}}: there is no such variable");
  }

  private PairbootServer serve() {
    return PairbootServer.serve(dataDir, setting());
  }

  private String setting() {
    return "boot.plans=[" + plans + "]";
  }

  private void plan(String marker) throws IOException {
    write(
        "plans.conf",
        """
        profiles.p { kernel-arguments.add = "marker=%s" }
        machines.node1 { select { mac = "52:54:00:00:00:01" }, profile = p }
        """
            .formatted(marker));
  }

  /** Replaces a file atomically, as editors do. */
  private void write(String name, String text) throws IOException {
    Path file = Files.writeString(plans.resolve(name + ".new"), text);
    Files.move(file, plans.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String marker(String script) {
    return script.replaceAll("(?s).* marker=(\\S+)\n.*", "$1");
  }

  private static String http(PairbootServer server) {
    return "http://127.0.0.1:" + server.httpPort();
  }

  private static String tftp(PairbootServer server) {
    return "tftp://127.0.0.1:" + server.tftpPort();
  }

  private static String status(String url) {
    return Command.run(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url))
        .succeeded()
        .out();
  }

  private static String curl(String... arguments) {
    List<String> line = new ArrayList<>(List.of("curl", "-sS", "--fail"));
    line.addAll(List.of(arguments));
    return Command.run(line).succeeded().out();
  }
}
