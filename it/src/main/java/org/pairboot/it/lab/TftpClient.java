package org.pairboot.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.net.tftp.TFTP;
import org.apache.commons.net.tftp.TFTPClient;

/** TFTP clients as people have them, behind one call. All read from loopback. */
public enum TftpClient {
  /** tftp-hpa: no options, so 512 bytes a block and a block number that wraps at 32 MiB. */
  TFTP_HPA {
    @Override
    void need() {
      Tools.need("tftp", "tftp-hpa");
    }

    @Override
    void read(int port, String name, int blksize, Path target) {
      List<String> line =
          List.of(
              "tftp",
              "-m",
              "binary",
              "127.0.0.1",
              String.valueOf(port),
              "-c",
              "get",
              name,
              target.toString());
      Command.Result result = Command.run(line, LIMIT).succeeded();
      // It has no exit code for a transfer that failed.
      assertThat(result.out() + result.err())
          .doesNotContainIgnoringCase("error")
          .doesNotContain("timed out");
    }
  },

  /** atftp: sends options only when told to, then many at once. */
  ATFTP {
    @Override
    void need() {
      Tools.need("atftp", "atftp");
    }

    @Override
    public boolean negotiates() {
      return true;
    }

    @Override
    void read(int port, String name, int blksize, Path target) {
      List<String> line =
          new ArrayList<>(
              List.of("atftp", "--get", "--remote-file", name, "--local-file", target.toString()));
      if (blksize != DEFAULT_BLKSIZE) {
        for (String option :
            List.of("tsize 0", "timeout 3", "blksize " + blksize, "windowsize 16")) {
          line.addAll(List.of("--option", option));
        }
      }
      line.addAll(List.of("127.0.0.1", String.valueOf(port)));
      Command.run(line, LIMIT).succeeded();
    }
  },

  /** curl: tsize, blksize and timeout, always. */
  CURL {
    @Override
    void need() {
      Tools.need("curl", "curl");
    }

    @Override
    public boolean negotiates() {
      return true;
    }

    @Override
    void read(int port, String name, int blksize, Path target) {
      List<String> line =
          List.of(
              "curl",
              "-sS",
              "--tftp-blksize",
              String.valueOf(blksize),
              "-o",
              target.toString(),
              "tftp://127.0.0.1:" + port + "/" + name);
      Command.run(line, LIMIT).succeeded();
    }
  },

  /** busybox: tsize always, blksize when it is not 512. */
  BUSYBOX {
    @Override
    void need() {
      Tools.need("busybox", "busybox-static");
    }

    @Override
    public boolean negotiates() {
      return true;
    }

    @Override
    void read(int port, String name, int blksize, Path target) {
      List<String> line =
          List.of(
              "busybox",
              "tftp",
              "-g",
              "-b",
              String.valueOf(blksize),
              "-r",
              name,
              "-l",
              target.toString(),
              "127.0.0.1",
              String.valueOf(port));
      Command.run(line, LIMIT).succeeded();
    }
  },

  /**
   * Apache Commons Net: plain RFC 1350, in this process. It insists that the server answers from a
   * port of its own for each transfer.
   */
  COMMONS_NET {
    @Override
    public boolean takesAnswersFromTheRequestPort() {
      return false;
    }

    @Override
    void need() {
      // A library that the build brings.
    }

    @Override
    void read(int port, String name, int blksize, Path target) {
      TFTPClient client = new TFTPClient();
      client.setDefaultTimeout(Duration.ofSeconds(10));
      try (OutputStream out = Files.newOutputStream(target)) {
        client.open();
        client.receiveFile(name, TFTP.BINARY_MODE, out, "127.0.0.1", port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        client.close();
      }
    }
  };

  /** The block size of RFC 1350, in bytes. */
  public static final int DEFAULT_BLKSIZE = 512;

  private static final Duration LIMIT = Duration.ofMinutes(2);

  abstract void need();

  abstract void read(int port, String name, int blksize, Path target);

  /** Whether it works with a server that sends everything from the port that takes requests. */
  public boolean takesAnswersFromTheRequestPort() {
    return true;
  }

  /** Whether it can ask for another block size than 512 bytes. */
  public boolean negotiates() {
    return false;
  }

  /**
   * Fetches a file and asserts that it came whole.
   *
   * @param blksize to ask for, where the client can
   */
  public void fetch(
      Appliance appliance, String name, int blksize, SeededFile expected, Path directory) {
    need();
    Path target = directory.resolve("fetched-by-" + this);
    read(appliance.tftpPort(), name, negotiates() ? blksize : DEFAULT_BLKSIZE, target);
    // curl and busybox make no file when there is nothing to put into it.
    if (expected.size() > 0 || Files.exists(target)) {
      assertThat(target)
          .as("%s by %s, log: %s", name, this, appliance.log())
          .hasSize(expected.size());
      assertThat(SeededFile.sha256(target)).as("%s by %s", name, this).isEqualTo(expected.sha256());
      delete(target);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
