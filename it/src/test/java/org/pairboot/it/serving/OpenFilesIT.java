package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.Tools;

/** A server that may have only a few files and sockets open. */
class OpenFilesIT {
  /** Of which 82 are for connections, and 20 for those of one client. */
  private static final String FEW = "--nofile=300:300";

  @TempDir private Path directory;

  @BeforeAll
  static void needTools() {
    Tools.need("curl:curl", "prlimit:util-linux", "ss:iproute2");
  }

  @Test
  void answersItsFirstRequestsAfterClientsHaveTakenWhatTheyCan() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try (PairbootServer server =
        PairbootServer.serve(new Cli(directory.resolve("data")).within("prlimit", FEW))) {
      for (int i = 0; i < 400; i++) {
        Socket socket = new Socket();
        idle.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + (1 + i / 100)), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.httpPort()));
      }

      assertThat(fetched(server.http("boot.ipxe").toString())).startsWith("#!ipxe");
      assertThat(fetched("tftp://127.0.0.1:" + server.tftpPort() + "/boot.ipxe"))
          .startsWith("#!ipxe");
      assertThat(server.log())
          .contains("at most 82 connections at a time")
          .doesNotContain(" ERROR ", "Too many open files");
    } finally {
      for (Socket each : idle) {
        each.close();
      }
    }
  }

  @Test
  void doesNotStartWithTooFew() {
    Command.Result result =
        new Cli(directory.resolve("data")).within("prlimit", "--nofile=200:200").run("serve");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("this process may have only 200 files open");
  }

  @Test
  void opensNoConnectionByItself() {
    try (PairbootServer server = PairbootServer.serve(new Cli(directory.resolve("data")))) {
      assertThat(fetched(server.http("boot.ipxe").toString())).startsWith("#!ipxe");
      assertThat(fetched("tftp://127.0.0.1:" + server.tftpPort() + "/boot.ipxe"))
          .startsWith("#!ipxe");
      // Those that it has accepted are at its own port.
      assertThat(
              Command.run(List.of("ss", "-Htnp", "sport", "!=", ":" + server.httpPort()))
                  .succeeded()
                  .out()
                  .lines())
          .noneMatch(line -> line.contains("pid=" + server.process().pid() + ","));
    }
  }

  private static String fetched(String url) {
    return Command.run(List.of("curl", "-sS", "--fail", "--max-time", "20", url)).succeeded().out();
  }
}
