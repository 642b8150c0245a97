package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.SteppedTftpRead;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** What happens to machines that boot when the server's own machine has trouble. */
class FailingMachineIT {
  private static final String PART = "images/demo/1/part.img";

  /** More than the socket buffers between an HTTP server and its client hold. */
  private static final int MORE_THAN_BUFFERS = 32 << 20;

  @TempDir private Path directory;
  private SeededFile part;

  @BeforeAll
  static void needTools() {
    Tools.need("mount:mount", "unshare:util-linux");
  }

  private Cli importDemo() {
    part = SeededFile.write(directory.resolve("part.img"), MORE_THAN_BUFFERS);
    Cli cli = new Cli(directory.resolve("data"));
    cli.importImage(
        "demo",
        TestImage.write(directory.resolve("image"), "1", 1000).withExtras(List.of(part.path())));
    return cli;
  }

  private static byte[] joined(byte[] first, byte[] rest) {
    byte[] all = new byte[first.length + rest.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  @Test
  void aDataDirectoryThatIsGoneEndsNoTransferAndNoServer() throws IOException {
    Cli cli = importDemo();
    try (PairbootServer server = PairbootServer.serve(cli);
        SteppedTftpRead read = SteppedTftpRead.begin(server, "images/demo/1/initramfs.img");
        InputStream body = server.http(PART).toURL().openStream()) {
      byte[] first = body.readNBytes(1000);
      Command.run(List.of("rm", "-rf", directory.resolve("data").toString())).succeeded();
      assertThat(read.finish()).isNotEmpty();
      assertThat(SeededFile.sha256(joined(first, body.readAllBytes()))).isEqualTo(part.sha256());
      // The rootfs was not open.
      for (int i = 0; i < 50; i++) {
        assertThatThrownBy(
                () -> server.http("images/demo/1/rootfs.img").toURL().openStream().readAllBytes())
            .isInstanceOf(IOException.class);
      }
      assertThat(server.isAlive()).isTrue();
      assertThat(server.log()).doesNotContain("java.", "\tat ");
      assertThat(server.log().lines().filter(line -> line.contains(" ERROR "))).hasSizeLessThan(30);
    }
  }

  @Test
  void aReadOnlyFileSystemIsServed() throws IOException {
    Cli writable = importDemo();
    String data = directory.resolve("data").toString();
    Cli cli =
        writable.within(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"",
            data);
    try (PairbootServer server = PairbootServer.serve(cli);
        InputStream body = server.http(PART).toURL().openStream()) {
      assertThat(SeededFile.sha256(body.readAllBytes())).isEqualTo(part.sha256());
      assertThat(server.log())
          .contains("boots are not recorded now, machines boot all the same")
          .doesNotContain("java.", "\tat ");
    }
    Command.Result channel = cli.run("channel", "set", "demo", "stable", "1");
    assertThat(channel.exitCode()).isEqualTo(1);
    assertThat(channel.err()).contains("read-only file system; remount it writable");
    assertThat(cli.run("doctor").out()).contains("Read-only file system", "remount it writable");
  }
}
