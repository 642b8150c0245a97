package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.lab.TestImage.ascii;
import static org.pairboot.it.lab.TestImage.cpio;
import static org.pairboot.it.lab.TestImage.streamHash;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/**
 * Every mistake gets one line that names the thing and the place, the right exit code, and no stack
 * trace. It leaves no partial result.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadInputIT {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int VERIFICATION_SAYS_NO = 3;

  private static final int MIB = 1 << 20;

  @TempDir private Path directory;

  private Cli cli;
  private TestImage image;

  @BeforeEach
  void image() {
    cli = new Cli(directory.resolve("data"));
    image = TestImage.write(directory.resolve("good"), "1.0", 3 * MIB);
  }

  @Test
  void rejectsAnInitramfsThatIsNotAnArchive() {
    Path noise = SeededFile.write(directory.resolve("noise.img"), 5000).path();
    assertRejected(importOf(image.withInitramfs(noise)), FAILED, "noise.img");
  }

  @Test
  void rejectsARootfsThatIsNotAnArchive() {
    Path noise = SeededFile.write(directory.resolve("noise.img"), 5000).path();
    assertRejected(importOf(image.withRootfs(noise)), FAILED, "noise.img");
  }

  @Test
  void rejectsATruncatedInitramfs() throws IOException {
    byte[] whole = Files.readAllBytes(image.initramfs());
    Path cut = Files.write(directory.resolve("cut.img"), Arrays.copyOf(whole, 200));
    assertRejected(importOf(image.withInitramfs(cut)), FAILED, "cut.img");
  }

  @Test
  void rejectsATruncatedRootfs() throws IOException {
    byte[] whole = Files.readAllBytes(image.rootfs());
    Path cut = Files.write(directory.resolve("cut.img"), Arrays.copyOf(whole, 2 * MIB));
    assertRejected(importOf(image.withRootfs(cut)), FAILED, "cut.img", "truncated");
  }

  @Test
  void rejectsARootfsOfAnotherVersion() {
    TestImage other = TestImage.write(directory.resolve("other"), "2.0", 3 * MIB);
    assertRejected(importOf(image.withRootfs(other.rootfs())), VERIFICATION_SAYS_NO, "1.0", "2.0");
  }

  @Test
  void rejectsARootfsOfTheSameVersionWithAnotherHash() throws IOException {
    byte[] changed = Files.readAllBytes(image.rootfs());
    changed[2 * MIB + 77] ^= 1;
    Path rootfs = Files.write(directory.resolve("changed.img"), changed);
    assertRejected(
        importOf(image.withRootfs(rootfs)),
        VERIFICATION_SAYS_NO,
        "rootfs",
        "mismatch",
        String.valueOf(2 * MIB));
  }

  @Test
  void rejectsAStubRootfs() {
    byte[] cookie = ascii("1.0\n");
    byte[] stub = Arrays.copyOf(cpio(Map.entry("etc/coreos-live-rootfs", cookie)), MIB);
    byte[] initramfs =
        cpio(
            Map.entry("etc/coreos-live-initramfs", cookie),
            Map.entry("etc/coreos-live-want-rootfs", ascii(streamHash(stub))));
    TestImage pair = TestImage.write(directory.resolve("stub"), initramfs, stub);
    assertRejected(importOf(pair), VERIFICATION_SAYS_NO, "stub", "fat initramfs");
  }

  @Test
  void namesAMissingFile() {
    Path absent = directory.resolve("absent.img");
    assertRejected(importOf(image.withRootfs(absent)), FAILED, "absent.img");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "a/b", "a b", ".hidden", "ä", "line\nbreak", "-dash", ""})
  void rejectsAnInvalidName(String name) {
    assertRejected(cli.run("import", importLine(image, "--", name)), USAGE, "image name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "1/2", "1 2", "ä", "line\nbreak", "latest", ""})
  void rejectsAnInvalidVersion(String version) {
    assertRejected(
        cli.run("import", importLine(image, "--version=" + version, "demo")), USAGE, "version");
  }

  @Test
  void reportsAFullDisk() {
    Tools.needRoot("to mount a small file system");
    Tools.need("unshare:util-linux");
    // In its own mount namespace, the file system disappears when the command ends.
    String script =
        "mount -t tmpfs -o size=1m none \"$0\" && \"$@\"; code=$?; find \"$0\" -type f -size +64k;"
            + " exit $code";
    Path small = directory.resolve("small");
    Cli onSmallDisk =
        new Cli(small)
            .within(
                "unshare", "--mount", "sh", "-c", "mkdir -p \"$0\"; " + script, small.toString());
    Command.Result result = onSmallDisk.run("import", importLine(image, "demo"));
    result.exited(FAILED);
    assertThat(result.err().strip().lines())
        .satisfiesExactly(
            hint -> assertThat(hint).startsWith("'pairboot gc' would free nothing"),
            message -> assertThat(message).contains(small.toString(), " is full: "));
    assertThat(result.out()).as("files left over").isEmpty();
  }

  @Test
  void namesADirectoryThatIsNotWritable() throws IOException {
    Path readOnly = Files.createDirectory(directory.resolve("read-only"));
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    Cli commands = new Cli(readOnly.resolve("data"));
    if (System.getProperty("user.name").equals("root")) {
      Tools.need("setpriv:util-linux");
      // Without this capability, permissions apply to root too.
      commands = commands.within("setpriv", "--bounding-set", "-dac_override");
    }
    assertMessage(commands.run("import", importLine(image, "demo")), FAILED, readOnly.toString());
  }

  @Test
  void reportsAStoreThatAnotherProcessIsChanging() throws IOException {
    cli.importImage("demo", image);
    TestImage other = TestImage.write(directory.resolve("other"), "2.0", 1000);
    Path lock = directory.resolve("data/.pairboot/lock");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      assertMessage(importOf(other), FAILED, directory.resolve("data").toString());
    }
    assertThat(cli.json("images")).hasSize(1);
    importOf(other).succeeded();
  }

  @Test
  void reportsATftpPortInUse() throws IOException {
    try (DatagramSocket taken =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertMessage(serve("tftp.listen=" + address, "http.listen=127.0.0.1:0"), FAILED, address);
    }
  }

  @Test
  void reportsAnHttpPortInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertMessage(serve("tftp.listen=127.0.0.1:0", "http.listen=" + address), FAILED, address);
    }
  }

  /** Event loops share a port with SO_REUSEPORT; a second server must not share it too. */
  @Test
  void reportsPortsOfAnotherServer() {
    try (PairbootServer server = PairbootServer.serve(directory.resolve("other-data"))) {
      String address = "127.0.0.1:" + server.tftpPort();
      assertMessage(serve("tftp.listen=" + address, "http.listen=127.0.0.1:0"), FAILED, address);
    }
  }

  @Test
  void rejectsAnUnknownKeyOnTheCommandLine() {
    assertMessage(
        serve("tftp.lisen=127.0.0.1:0"), USAGE, "tftp.lisen", "did you mean tftp.listen?");
  }

  @Test
  void rejectsAnUnknownKeyInAFile() throws IOException {
    Path file =
        Files.writeString(directory.resolve("pairboot.conf"), "\npairboot.htp.listen = x\n");
    assertMessage(
        cli.run("serve", "--config", file.toString()), USAGE, "pairboot.conf", "2", "htp");
  }

  @Test
  void rejectsAnInvalidValue() {
    assertMessage(serve("tftp.port-mode=double"), USAGE, "tftp.port-mode", "pool", "single");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "verify"})
  void rejectsAnUnknownImage(String command) {
    cli.importImage("fcos-stable", image);
    assertMessage(cli.run(command, "fcos-stabel"), FAILED, "fcos-stabel", "fcos-stable");
  }

  @Test
  void rejectsAnUnknownVersion() {
    cli.importImage("fcos-stable", image);
    assertMessage(cli.run("remove", "fcos-stable@1.1"), FAILED, "1.1", "1.0");
  }

  @Test
  void rejectsAnUnknownCommand() {
    Command.Result result = cli.run("imprt");
    assertThat(result.exited(USAGE).err()).contains("imprt", "import").doesNotContain("\tat ");
  }

  private Command.Result importOf(TestImage input) {
    return cli.run("import", importLine(input, "demo"));
  }

  private static String[] importLine(TestImage input, String... nameAndOptions) {
    return Cli.importArguments(input, Stream.of(nameAndOptions));
  }

  private Command.Result serve(String... settings) {
    return cli.run(
        "serve",
        Stream.of(settings).flatMap(setting -> Stream.of("--set", setting)).toArray(String[]::new));
  }

  private void assertRejected(Command.Result result, int exitCode, String... named) {
    assertMessage(result, exitCode, named);
    assertThat(cli.json("images")).as("published images").isEmpty();
  }

  private static void assertMessage(Command.Result result, int exitCode, String... named) {
    result.exited(exitCode);
    assertThat(result.err().strip().lines())
        .as("lines on standard error: %s", result.err())
        .hasSize(1);
    assertThat(result.err()).contains(named).doesNotContain("Exception");
  }
}
