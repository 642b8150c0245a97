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

/** The TFTP clients that people use, behind one call. All read from loopback. */
public enum TftpClient {
  /** tftp-hpa: no options, so blocks of 512 bytes and block numbers that wrap at 32 MiB. */
  TFTP_HPA("tftp:tftp-hpa", false, true) {
    @Override
    void read(int port, String name, int blksize, Path target) {
      Command.Result result =
          run(
              "tftp",
              "-m",
              "binary",
              "127.0.0.1",
              String.valueOf(port),
              "-c",
              "get",
              name,
              target.toString());
      // It exits with 0 even when a transfer failed.
      assertThat(result.out() + result.err())
          .doesNotContainIgnoringCase("error")
          .doesNotContain("timed out");
    }
  },

  /** atftp: sends options only on request, then many at once. */
  ATFTP("atftp:atftp", true, true) {
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
      run(line.toArray(String[]::new));
    }
  },

  /** curl: always tsize, blksize and timeout. */
  CURL("curl:curl", true, true) {
    @Override
    void read(int port, String name, int blksize, Path target) {
      String url = "tftp://127.0.0.1:" + port + "/" + name;
      String size = String.valueOf(blksize);
      run("curl", "-sS", "--tftp-blksize", size, "-o", target.toString(), url);
    }
  },

  /** busybox: always tsize, and blksize unless it is 512. */
  BUSYBOX("busybox:busybox-static", true, true) {
    @Override
    void read(int port, String name, int blksize, Path target) {
      run(
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
    }
  },

  /**
   * Apache Commons Net: plain RFC 1350, in this process. It rejects answers from the port that
   * receives requests, so it does not work with a single-port server.
   */
  COMMONS_NET("", false, false) {
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

  private final String tool;
  private final boolean negotiates;
  private final boolean worksWithSinglePort;

  /**
   * @param tool {@code COMMAND:PACKAGE}; empty for a library
   */
  TftpClient(String tool, boolean negotiates, boolean worksWithSinglePort) {
    this.tool = tool;
    this.negotiates = negotiates;
    this.worksWithSinglePort = worksWithSinglePort;
  }

  abstract void read(int port, String name, int blksize, Path target);

  private static Command.Result run(String... line) {
    return Command.run(List.of(line), LIMIT).succeeded();
  }

  /** Whether it works with a server that sends everything from the port that receives requests. */
  public boolean worksWithSinglePort() {
    return worksWithSinglePort;
  }

  /** Whether it can request another block size than 512 bytes. */
  public boolean negotiates() {
    return negotiates;
  }

  /**
   * Fetches a file and asserts that all of it arrived.
   *
   * @param blksize to request, if the client can
   */
  public void fetch(
      PairbootServer server, String name, int blksize, SeededFile expected, Path directory) {
    if (!tool.isEmpty()) {
      Tools.need(tool);
    }
    Path target = directory.resolve("fetched-by-" + this);
    read(server.tftpPort(), name, negotiates ? blksize : DEFAULT_BLKSIZE, target);
    // curl and busybox create no file if it would be empty.
    if (expected.size() > 0 || Files.exists(target)) {
      assertThat(target).as("%s by %s, log: %s", name, this, server.log()).hasSize(expected.size());
      assertThat(SeededFile.sha256(target)).as("%s by %s", name, this).isEqualTo(expected.sha256());
      try {
        Files.delete(target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
