package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.FtpServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;
import org.pairboot.it.lab.WebServer;

/** Downloads that the server or the user interrupts. */
class BrokenDownloadIT {
  private static final String VERSION = "44.20260707.3.1";
  private static final List<String> FILES = List.of("kernel", "initramfs.img", "rootfs.img");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ROOT_BYTES = 8 << 20;

  /** The download is interrupted when this many bytes of the rootfs have arrived. */
  private static final int CUT = 1 << 20;

  private static final int ENDED_BY_SIGINT = 128 + 2;

  @TempDir private Path directory;

  private Path published;
  private Path downloads;
  private TestImage image;
  private Cli cli;

  @BeforeEach
  void publish() {
    published = directory.resolve("published");
    image = TestImage.write(published, VERSION, ROOT_BYTES);
    cli = new Cli(directory.resolve("data"));
    downloads = directory.resolve("data/downloads");
  }

  @Test
  void continuesAnFtpDownloadIfADigestCanProveTheResult() throws IOException {
    try (FtpServer server = ftp()) {
      Path stream = Files.writeString(directory.resolve("stream.json"), metadata(server));
      Running running = begin("--stream", stream.toString(), "--arch", "x86_64");
      awaitCut(running);
      server.cut();
      assertThat(running.end().exited(0).err()).contains("rootfs.img", "trying again");

      assertThat(server.fetches())
          .filteredOn(command -> !command.matches("RETR (kernel|initramfs.img)"))
          .satisfiesExactly(
              first -> assertThat(first).isEqualTo("RETR rootfs.img"),
              offset -> assertThat(restart(offset)).isBetween((long) CUT, size(image.rootfs()) - 1),
              second -> assertThat(second).isEqualTo("RETR rootfs.img"));
    }
    requireVerified();
  }

  @Test
  void restartsAnFtpDownloadWithoutADigest() {
    try (FtpServer server = ftp()) {
      Running running = begin(separate(server.url("rootfs.img")));
      awaitCut(running);
      server.cut();
      assertThat(running.end().exited(0).err()).contains("rootfs.img", "trying again");

      assertThat(server.fetches()).containsExactly("RETR rootfs.img", "RETR rootfs.img");
    }
    requireVerified();
  }

  @Test
  void continuesAnInterruptedImportWithTheSameCommand() throws IOException {
    Tools.need("nginx:nginx-light");
    try (WebServer server = WebServer.http(published, directory.resolve("nginx"))) {
      String[] arguments = separate(server.url("rootfs.img"));
      Running running = begin(arguments);
      awaitCut(running);
      Command.run(List.of("kill", "-INT", Long.toString(running.process.pid()))).succeeded();
      assertThat(running.end().exited(ENDED_BY_SIGINT).err()).doesNotContain("Exception");
      assertThat(cli.json("images")).isEmpty();

      long there = arrived();
      assertThat(there).isBetween((long) CUT, size(image.rootfs()) - 1);
      String continued = "/rootfs.img 206 bytes=" + there + "-";
      assertThat(begin(arguments).end().exited(0).err()).doesNotContain("trying again");
      assertThat(server.requestsWith(continued))
          .filteredOn(line -> line.startsWith("/rootfs.img 2"))
          .containsExactly("/rootfs.img 200 -", continued);
    }
    requireVerified();
  }

  private FtpServer ftp() {
    Tools.need("vsftpd:vsftpd");
    Tools.needRoot("to run vsftpd, which changes the user and the root directory");
    return FtpServer.of(published, directory.resolve("vsftpd"));
  }

  private String[] separate(String rootfs) {
    return new String[] {
      "--kernel",
      image.kernel().toString(),
      "--initramfs",
      image.initramfs().toString(),
      "--rootfs",
      rootfs
    };
  }

  private String metadata(FtpServer server) {
    String pxe =
        FILES.stream()
            .map(name ->
                "\"%s\": {\"location\": \"%s\", \"sha256\": \"%s\"}"
                    .formatted(
                        name.replace(".img", ""),
                        server.url(name),
                        SeededFile.sha256(published.resolve(name))))
            .collect(Collectors.joining(","));
    return """
    {"stream": "stable", "architectures": {"x86_64": {"artifacts": {"metal":
      {"release": "%s", "formats": {"pxe": {%s}}}}}}}
    """
        .formatted(VERSION, pxe);
  }

  /** A running import. */
  private record Running(Process process, Path err) {
    Command.Result end() {
      process.onExit().join();
      try {
        return new Command.Result(
            List.of("pairboot", "import"), process.exitValue(), "", Files.readString(err));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Running begin(String... arguments) {
    // A background job may ignore SIGINT, and its children inherit that.
    Cli interruptible = cli.within("env", "--default-signal=INT");
    String[] all =
        Stream.concat(
                Stream.of("demo", "--set", "downloads.retry.first-delay=100ms"),
                Stream.of(arguments))
            .toArray(String[]::new);
    try {
      Path err = Files.createTempFile(directory, "import", ".err");
      return new Running(
          new ProcessBuilder(interruptible.line("import", all))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(err.toFile())
              .start(),
          err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitCut(Running running) {
    await("1 MiB of the rootfs, log: " + running.err)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !running.process.isAlive() || arrived() >= CUT);
    assertThat(running.process.isAlive()).as("still fetching, log: %s", running.err).isTrue();
  }

  /** The size of the largest partial download, in bytes. */
  private long arrived() throws IOException {
    if (!Files.isDirectory(downloads)) {
      return 0;
    }
    try (Stream<Path> slots = Files.list(downloads)) {
      return slots.mapToLong(slot -> slot.resolve("part").toFile().length()).max().orElse(0);
    }
  }

  private void requireVerified() {
    cli.run("verify", "demo").succeeded();
    assertThat(cli.json("show", "demo").at("/parts/2/sha256").textValue())
        .isEqualTo(SeededFile.sha256(image.rootfs()));
    assertThat(downloads).isEmptyDirectory();
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static long restart(String command) {
    assertThat(command).startsWith("REST ");
    return Long.parseLong(command.substring("REST ".length()));
  }
}
