package org.pairboot.it.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.docs.DocumentPages;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.DockerEngine;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/**
 * Builds and runs the container images as the pages say, with a Docker engine just for this test.
 * No registry is involved: the Debian base image is built from packages.
 */
class ContainerIT {
  private static final String BASE = "debian:bookworm-slim";
  private static final String FIRST_BASE = "first-base";
  private static final Path PACKAGING = Repository.root().resolve("packaging");
  private static final Path COMPOSE = PACKAGING.resolve("compose");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path directory;

  private static DockerEngine engine;
  private static Path image;
  private static Command.Result loaders;

  @BeforeAll
  static void buildImages() {
    DockerEngine.need();
    Tools.need(
        "mmdebstrap:mmdebstrap", "nsenter:util-linux", "mksquashfs:squashfs-tools", "cpio:cpio");
    image = Repository.cache("demo-image");
    Command.run(
            List.of(
                Repository.demo("build-fat-image").toString(),
                image.toString(),
                "--rootfs-size",
                "8"))
        .succeeded();
    try (DockerEngine builder = DockerEngine.start(directory, DockerEngine.NetworkMode.MACHINE)) {
      builder.docker("import", base().toString(), BASE).succeeded();
      builder.docker("tag", BASE, FIRST_BASE).succeeded();
      build(builder, "pairboot", PACKAGING, "--file", PACKAGING + "/container/Dockerfile");
      build(builder, "pairboot-lab-dhcp", COMPOSE.resolve("lab"), "--target", "dhcp");
      build(builder, "pairboot-lab-guest", COMPOSE.resolve("lab"), "--target", "guest");
      loaders = installLoaders(builder);
    }
    engine = DockerEngine.start(directory, DockerEngine.NetworkMode.OWN);
  }

  /** As the page says, except for the installation itself. */
  private static Command.Result installLoaders(DockerEngine builder) {
    String simulate =
        "apt-get -q update; echo 'APT::Get::Simulate \"true\";' >/etc/apt/apt.conf.d/simulate\n";
    String script =
        String.join("\n", DocumentPages.scriptsFor(ContainerIT.class, "packaging/docs/dhcp.md"));
    return builder.docker(
        "run", "--rm", "--network", "host", BASE, "bash", "-euc", simulate + script);
  }

  private static Path base() {
    Path base = Repository.cache("container-base.tar");
    if (!Files.exists(base)) {
      Path half = Repository.cache("container-base.half.tar");
      Command.run(
              List.of("mmdebstrap", "--variant=minbase", "bookworm", half.toString()),
              Duration.ofMinutes(8))
          .succeeded();
      assertThat(half.toFile().renameTo(base.toFile())).isTrue();
    }
    return base;
  }

  private static void build(DockerEngine builder, String tag, Path context, String... options) {
    List<String> line = new ArrayList<>(List.of("docker", "build", "--network", "host"));
    line.addAll(List.of("--build-arg", "BASE=" + BASE, "--tag", tag));
    line.addAll(List.of(options));
    line.add(context.toString());
    builder.with(line).succeeded();
  }

  @AfterAll
  static void stopEngine() {
    if (engine != null) {
      engine.close();
    }
  }

  @AfterEach
  void removeContainers() {
    for (String container : lines(engine.docker("ps", "--all", "--quiet"))) {
      engine.docker("rm", "--force", "--volumes", container).succeeded();
    }
    engine.docker("volume", "rm", "--force", "pairboot").succeeded();
  }

  @Test
  void findsTheLoadersInDebianPackages() {
    assertThat(loaders.succeeded().out()).contains("Inst pxelinux", "Inst shim-signed");
  }

  /** The images that they build come from the engine's cache. */
  @Test
  void servesWithTheCommandsOfThePage() throws IOException {
    Path commands = Files.createDirectory(directory.resolve("commands"));
    executable(commands.resolve("mvn"), "");
    executable(
        commands.resolve("mmdebstrap"),
        "[ \"$*\" = '--variant=minbase bookworm -' ] && exec cat '" + base() + "'");
    // Debian 12 has Compose as a separate command. The cache matches builds from the same base
    // image,
    // not from one with the same content.
    executable(
        commands.resolve("docker"),
        """
        case $1 in
          compose) shift && exec docker-compose "$@" ;;
          import) /usr/bin/docker "$@" && exec /usr/bin/docker tag %s "$3" ;;
          *) exec /usr/bin/docker "$@" ;;
        esac
        """
            .formatted(FIRST_BASE));
    TestImage files =
        TestImage.write(Files.createDirectory(directory.resolve("files")), "1.0", 1000);
    Path images = Files.createDirectory(directory.resolve("images"));
    Files.copy(files.kernel(), images.resolve("vmlinuz"));
    Files.copy(files.initramfs(), images.resolve("live-initramfs.img"));
    Files.copy(files.rootfs(), images.resolve("live-rootfs.img"));

    for (String script : DocumentPages.scriptsFor(ContainerIT.class, "packaging/docs/docker.md")) {
      engine
          .with(
              List.of(
                  "env",
                  "PATH=" + commands + ":" + System.getenv("PATH"),
                  "IMPORT_DIR=" + image,
                  "IMAGES=" + images,
                  "bash",
                  "-euo",
                  "pipefail",
                  "-c",
                  "cd '" + Repository.root() + "'\n" + script))
          .succeeded();
      lines(engine.docker("ps", "--all", "--quiet")).forEach(ContainerIT::awaitHealth);
    }
    assertThat(engine.docker("exec", "pairboot", "pairboot", "images").out()).contains("demo");
    askFromANeighbour("192.168.1.9");
  }

  /** Asks from another container: the host cannot reach the network of the page's last server. */
  private static void askFromANeighbour(String address) {
    engine
        .docker(
            "run",
            "--rm",
            "--network",
            "lan",
            "--entrypoint",
            "bash",
            "pairboot",
            "-euc",
            "exec 3<>/dev/tcp/"
                + address
                + "/80; printf 'GET /boot.ipxe HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
        .succeeded();
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** In all runs, the page's own commands boot a machine there. */
  @Test
  @EnabledIfSystemProperty(named = "pairboot.it.full", matches = "true")
  void bootsPxeOnlyFirmwareInTheLab() {
    List<String> line = List.of("env", "IMPORT_DIR=" + image, "LAB_IPXE=pxelinux.0");
    assertThat(
            engine
                .with(and(line, COMPOSE.resolve("run").toString(), "--no-build"))
                .succeeded()
                .out())
        .contains("PAIRBOOT-DEMO: OK version=1.0 rootfs=fetched")
        .containsPattern("TFTP .* images/demo/1.0/x86_64/initramfs.img: completed");
  }

  @Test
  void servesOnPublishedPortsAndKeepsDataAfterTheContainer() {
    String container = runPublished();
    importDemo(container);
    assertHasNoPrivileges(container);
    awaitHealth(container);
    // To stop without SIGKILL, it must handle SIGTERM as process 1.
    engine.docker("stop", "--time", "40", container).succeeded();
    assertThat(engine.docker("inspect", "--format", "{{.State.ExitCode}}", container).out())
        .isEqualTo("0\n");
    engine.docker("rm", container).succeeded();

    awaitHealth(runPublished());
    for (String protocol : List.of("tftp", "http")) {
      Path fetched = directory.resolve(protocol);
      engine
          .onHost(
              "curl",
              "-sS",
              "--fail",
              "--output",
              fetched.toString(),
              protocol + "://" + DockerEngine.HOST_ADDRESS + "/images/demo/latest/kernel")
          .succeeded();
      assertThat(fetched).hasSameBinaryContentAs(image.resolve("vmlinuz"));
    }
    String script = "http://" + DockerEngine.HOST_ADDRESS + "/boot.ipxe";
    assertThat(engine.onHost("curl", "-sS", script).succeeded().out())
        .contains("kernel http://" + DockerEngine.HOST_ADDRESS + "/images/demo/1.0/x86_64/kernel");
  }

  private static void assertHasNoPrivileges(String container) {
    assertThat(engine.docker("exec", container, "cat", "/proc/1/status").out())
        .containsPattern("Uid:\\s6969\\s6969\\s6969\\s6969\n")
        .containsPattern("CapBnd:\\s0000000000000000\n")
        .containsPattern("NoNewPrivs:\\s1\n");
    assertThat(engine.docker("exec", container, "touch", "/etc/pairboot/more").err())
        .contains("Read-only file system");
    assertThat(
            engine
                .docker("exec", container, "head", "/usr/lib/pairboot/doc/pairboot.cdx.json")
                .succeeded()
                .out())
        .contains("CycloneDX");
  }

  @Test
  void namesTheSettingsThatAContainerBehindABridgeLacks() {
    String container = engine.docker("run", "--detach", "pairboot").succeeded().out().strip();

    assertThat(engine.docker("exec", container, "pairboot", "doctor").out())
        .contains("warning  http.advertise: this is a container with a network of its own")
        .contains("note     tftp.advertise: this is a container with a network of its own")
        .doesNotContain("tftp.port-mode");
    assertThat(
            engine
                .docker("exec", container, "pairboot", "doctor", "--set", "tftp.port-mode=pool")
                .out())
        .contains("warning  tftp.port-mode: this is a container with a network of its own");
    assertThat(
            engine
                .docker(
                    "exec",
                    container,
                    "pairboot",
                    "doctor",
                    "--set",
                    "http.advertise=" + DockerEngine.HOST_ADDRESS + ":80",
                    "--set",
                    "tftp.advertise=" + DockerEngine.HOST_ADDRESS + ":69")
                .out())
        .doesNotContain("a network of its own");
  }

  @Test
  void namesTheHostInScriptsWithTftpOnly() {
    String host = DockerEngine.HOST_ADDRESS;
    String container =
        engine
            .docker(
                "run",
                "--detach",
                "--publish",
                "69:69/udp",
                "--volume",
                image + ":/import:ro",
                "pairboot",
                "serve",
                "--set",
                "http.enabled=false",
                "--set",
                "tftp.advertise=" + host + ":69")
            .succeeded()
            .out()
            .strip();
    importDemo(container);

    assertThat(engine.onHost("curl", "-sS", "tftp://" + host + "/boot.ipxe").succeeded().out())
        .contains("kernel tftp://" + host + "/images/demo/1.0/x86_64/kernel");
  }

  private static String runPublished() {
    return engine
        .docker(
            "run",
            "--detach",
            "--publish",
            "69:69/udp",
            "--publish",
            "80:80",
            "--volume",
            "pairboot:/var/lib/pairboot",
            "--volume",
            image + ":/import:ro",
            "--read-only",
            "--tmpfs",
            "/tmp:exec,mode=1777",
            "--cap-drop",
            "ALL",
            "--user",
            "6969:6969",
            "--security-opt",
            "no-new-privileges:true",
            "pairboot",
            "serve",
            "--set",
            "http.advertise=" + DockerEngine.HOST_ADDRESS + ":80")
        .succeeded()
        .out()
        .strip();
  }

  @Test
  void servesOnTheHostsNetworkWithOneCapability() {
    List<String> compose =
        List.of(
            "env",
            "IMPORT_DIR=" + image,
            "docker-compose",
            "--project-name",
            "lan",
            "--file",
            COMPOSE.resolve("compose.lan.yaml").toString());
    engine.with(and(compose, "up", "--detach", "--no-build")).succeeded();
    String container = lines(engine.with(and(compose, "ps", "--quiet"))).getFirst();
    awaitHealth(container);

    assertThat(engine.docker("exec", container, "cat", "/proc/1/status").out())
        .containsPattern("Uid:\\s6969\\s6969\\s6969\\s6969\n")
        // CAP_NET_BIND_SERVICE is bit 10.
        .containsPattern("CapEff:\\s0000000000000400\n");
    engine
        .onHost("curl", "-sS", "--fail", "http://" + DockerEngine.HOST_ADDRESS + "/pxelinux.0")
        .succeeded();
    engine.with(and(compose, "down", "--volumes", "--timeout", "40")).succeeded();
  }

  private static List<String> and(List<String> command, String... arguments) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    return line;
  }

  private static void awaitHealth(String container) {
    await("the container to be healthy")
        .atMost(LIMIT)
        .until(() ->
            engine
                .docker("inspect", "--format", "{{.State.Health.Status}}", container)
                .out()
                .equals("healthy\n"));
  }

  private static List<String> lines(Command.Result result) {
    return result.succeeded().out().lines().toList();
  }

  private void importDemo(String container) {
    engine
        .docker(
            "exec",
            container,
            "pairboot",
            "import",
            "demo",
            "--kernel",
            "/import/vmlinuz",
            "--initramfs",
            "/import/fat-initramfs.img")
        .succeeded();
  }
}
