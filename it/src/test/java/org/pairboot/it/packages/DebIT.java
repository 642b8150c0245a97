package org.pairboot.it.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.docs.DocumentPages;
import org.pairboot.it.lab.DebPackage;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.SystemdContainer;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** The Debian package on a systemd machine, from installation to purge. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String WEB = "http://127.0.0.1:8000/";
  private static final String ROOTFS = "/images/demo/1.0/rootfs.img";

  @TempDir private static Path directory;

  private static SystemdContainer container;
  private static TestImage image;

  @BeforeAll
  static void bootMachine() {
    SystemdContainer.need();
    DebPackage.need();
    Tools.need("curl:curl", "python3:python3");
    container = SystemdContainer.boot(directory);
    image = TestImage.write(container.root().resolve("root/image"), "1.0", 40 << 20);
  }

  @AfterAll
  static void stopMachine() {
    if (container != null) {
      container.close();
    }
  }

  @Test
  @Order(1)
  void servesAsAnUnprivilegedUserOnceInstalled() throws IOException {
    installAsThePageSays(DebPackage.assemble("0.0.1", directory));
    assertThat(unit("ActiveState")).isEqualTo("active");
    assertThat(container.run("stat", "--format=%U", "/proc/" + unit("MainPID")).out().strip())
        .isEqualTo("pairboot");
    assertThat(container.run("cat", "/proc/" + unit("MainPID") + "/status").out())
        .contains("Seccomp:\t2\n", "NoNewPrivs:\t1\n")
        // CAP_NET_BIND_SERVICE is bit 10.
        .contains("CapBnd:\t0000000000000400\n");
    container
        .run(
            "pairboot",
            "import",
            "demo",
            "--kernel",
            "/root/image/kernel",
            "--initramfs",
            "/root/image/initramfs.img",
            "--rootfs",
            "/root/image/rootfs.img")
        .succeeded();
    assertServes();
    assertThat(
            container.run("env", "PAIRBOOT_JAVA_OPTS=-Xlog:class+load", "pairboot", "images").out())
        .as("classes from the ahead-of-time cache at its installed path")
        .containsPattern("PairbootCommand source: shared objects file");
  }

  @Test
  @Order(2)
  void runsCommandsOfRootAsTheService() throws IOException {
    Files.writeString(
        container.root().resolve("etc/pairboot/plans/once.conf"),
        """
        profiles.once { next-boot = once, kernel-arguments.add = "done={booted_url}" }
        machines.node1 { select { mac = "52:54:00:00:00:01" }, profile = once }
        """);
    asRoot("pairboot import --version 2.0 --kernel k --initramfs i --rootfs r demo");
    asRoot("pairboot channel set demo stable 1.0");
    asRoot("pairboot remove demo@2.0");
    asRoot("pairboot gc");
    await().atMost(LIMIT).until(() -> script().contains("/demo/1.0/x86_64/kernel"));
    container.fetch("curl", "-sS", "--fail", booted(script())).succeeded();
    assertThat(script()).doesNotContain("/demo/1.0/x86_64/kernel");
    asRoot("pairboot next-boot node1");
    await().atMost(LIMIT).until(() -> script().contains("/demo/1.0/x86_64/kernel"));

    assertThat(notTheServices()).isEmpty();
    container
        .run("runuser", "-u", "pairboot", "--", "pairboot", "channel", "set", "demo", "old", "1.0")
        .succeeded();
  }

  @Test
  @Order(3)
  void givesDownloadsOfRootToTheServiceAtOnce() throws Exception {
    Path files = container.root().resolve("root/image");
    Files.writeString(files.resolve("stream.json"), stream());
    Process server =
        container.startFetch(
            "python3", "-m", "http.server", "8000", "--bind", "127.0.0.1", "-d", files.toString());
    try {
      await()
          .atMost(LIMIT)
          .until(() -> container.fetch("curl", "-sS", "-I", WEB + "kernel").exitCode() == 0);
      asRoot("pairboot import url --version 1 " + fromTheWeb("rootfs.img"));
      asRoot("pairboot import stream --arch x86_64 --stream " + WEB + "stream.json");
      asRoot("! pairboot import broken --version 1 " + fromTheWeb("absent"));
    } finally {
      server.destroy();
      server.waitFor();
    }
    for (String name : List.of("url/1", "stream/1.0")) {
      Path got = directory.resolve("got");
      container
          .fetch(
              "curl",
              "-sS",
              "--fail",
              "-o",
              got.toString(),
              "http://127.0.0.1/images/" + name + "/rootfs.img")
          .succeeded();
      assertThat(got).as(name).hasSameBinaryContentAs(image.rootfs());
    }
    assertThat(notTheServices()).isEmpty();
    asRoot("pairboot remove url@1; pairboot remove stream@1.0");
  }

  private static String fromTheWeb(String rootfs) {
    return "--kernel %1$skernel --initramfs %1$sinitramfs.img --rootfs %1$s%2$s"
        .formatted(WEB, rootfs);
  }

  /** The metadata of a release with the image's files. */
  private static String stream() {
    return """
    {"stream": "stable", "architectures": {"x86_64": {"artifacts": {"metal": {
      "release": "1.0", "formats": {"pxe": {%s}}}}}}}
    """
        .formatted(
            Stream.of(
                    artifact("kernel", image.kernel()),
                    artifact("initramfs", image.initramfs()),
                    artifact("rootfs", image.rootfs()))
                .collect(Collectors.joining(",")));
  }

  private static String artifact(String part, Path file) {
    return """
    "%s": {"location": "%s", "sha256": "%s"}\
    """
        .formatted(part, WEB + file.getFileName(), SeededFile.sha256(file));
  }

  private static String notTheServices() {
    return container.run("find", "/var/lib/pairboot", "-not", "-user", "pairboot").out();
  }

  /** Runs a command as an administrator whose files nobody else may read. */
  private static void asRoot(String command) {
    container
        .run(
            "sh",
            "-ec",
            "umask 077; cd /root/image; cp kernel k; cp initramfs.img i; cp rootfs.img r; "
                + command)
        .succeeded();
  }

  private static String script() {
    return container
        .fetch("curl", "-sS", "--fail", "http://127.0.0.1/boot.ipxe/mac=52:54:00:00:00:01")
        .succeeded()
        .out();
  }

  private static String booted(String script) {
    return script.replaceAll("(?s).* done=(\\S+).*", "$1");
  }

  @Test
  @Order(4)
  void reloadsWithoutARestart() {
    String pid = unit("MainPID");
    container.run("systemctl", "reload", "pairboot").succeeded();
    await().atMost(LIMIT).until(() -> journal().contains("settings reloaded"));
    assertThat(unit("MainPID")).isEqualTo(pid);
  }

  @Test
  @Order(5)
  void letsTransfersEndAndKeepsDataAndSettingsOnUpgrade() throws Exception {
    Path settings = container.root().resolve("etc/pairboot/pairboot.conf");
    Files.writeString(settings, Files.readString(settings) + "\npairboot.log.level = debug\n");
    Path deb = DebPackage.assemble("0.0.2", directory);
    Path part = directory.resolve("part");
    Process slow =
        container.startFetch(
            "curl",
            "-sS",
            "--limit-rate",
            "5M",
            "-o",
            part.toString(),
            "http://127.0.0.1" + ROOTFS);
    await().atMost(LIMIT).until(() -> Files.exists(part) && Files.size(part) > 0);
    String pid = unit("MainPID");
    install(deb);

    assertThat(slow.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(part).hasSameBinaryContentAs(image.rootfs());
    assertThat(journal()).contains("stopping; waiting for running transfers");
    assertThat(unit("MainPID")).isNotEqualTo(pid);
    assertThat(container.run("dpkg-query", "--show", "--showformat=${Version}", "pairboot").out())
        .isEqualTo("0.0.2");
    assertThat(settings).content().contains("log.level = debug");
    assertServes();
  }

  @Test
  @Order(6)
  void restartsAfterAKill() throws IOException {
    String pid = unit("MainPID");
    container.run("sh", "-c", "kill -KILL " + pid).succeeded();
    await()
        .atMost(LIMIT)
        .until(() -> unit("ActiveState").equals("active") && !unit("MainPID").equals(pid));
    assertServes();
  }

  @Test
  @Order(7)
  void startsAfterAReboot() throws IOException {
    container.reboot();
    assertThat(unit("ActiveState")).isEqualTo("active");
    assertServes();
  }

  @Test
  @Order(8)
  void keepsDataAndSettingsOnRemoval() {
    container.run("dpkg", "--remove", "pairboot").succeeded();
    assertThat(container.root().resolve("var/lib/pairboot/index.json")).exists();
    assertThat(container.root().resolve("etc/pairboot/pairboot.conf")).exists();
    assertThat(container.root().resolve("usr/lib/pairboot")).doesNotExist();
    assertThat(unit("ActiveState")).isEqualTo("inactive");
  }

  @Test
  @Order(9)
  void leavesNothingOnPurge() {
    container.run("dpkg", "--purge", "pairboot").succeeded();
    assertThat(
            container
                .run(
                    "find",
                    "/",
                    "-xdev",
                    "-name",
                    "*pairboot*",
                    "-not",
                    "-path",
                    "/proc/*",
                    "-not",
                    "-path",
                    "/root/*",
                    "-not",
                    "-path",
                    "/var/log/*",
                    "-not",
                    "-path",
                    "/tmp/*",
                    "-not",
                    "-path",
                    "/var/tmp/*")
                .out())
        .isEmpty();
  }

  /** In a copy of a clone in which the package was built. */
  private static void installAsThePageSays(Path deb) throws IOException {
    Path target = container.root().resolve("root/clone/packaging/target");
    Files.createDirectories(target);
    Files.copy(deb, target.resolve(deb.getFileName()));
    Path commands = container.root().resolve("usr/local/bin");
    executable(commands.resolve("mvn"), "");
    executable(commands.resolve("sudo"), "exec \"$@\"");
    for (String script : DocumentPages.scriptsFor(DebIT.class, "packaging/docs/install.md")) {
      container.run("bash", "-euo", "pipefail", "-c", "cd /root/clone\n" + script).succeeded();
    }
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void install(Path deb) throws IOException {
    Path inside = container.root().resolve("root").resolve(deb.getFileName());
    Files.copy(deb, inside);
    container.run("dpkg", "--install", "/root/" + deb.getFileName()).succeeded();
  }

  private static void assertServes() throws IOException {
    for (String protocol : List.of("http", "tftp")) {
      Path got = directory.resolve("got");
      String[] more =
          protocol.equals("tftp") ? new String[] {"--tftp-blksize", "8192"} : new String[0];
      container
          .fetch(
              concat(
                  List.of(
                      "curl",
                      "-sS",
                      "--fail",
                      "-o",
                      got.toString(),
                      protocol + "://127.0.0.1" + ROOTFS),
                  more))
          .succeeded();
      assertThat(got).as(protocol).hasSameBinaryContentAs(image.rootfs());
    }
  }

  private static String[] concat(List<String> line, String... more) {
    return Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private static String unit(String property) {
    return container
        .run("systemctl", "show", "--property", property, "--value", "pairboot")
        .out()
        .strip();
  }

  private static String journal() {
    return container.run("journalctl", "--unit", "pairboot", "--output", "cat", "--no-pager").out();
  }
}
