package org.pairboot.it.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.load.LoadPlan;
import org.pairboot.it.load.LoadResult;
import org.pairboot.it.load.ReadPlan;
import org.pairboot.it.load.TftpLoad;

/**
 * A running server that takes part in the benchmark.
 *
 * @param port the UDP port on 127.0.0.1 that receives requests
 * @param path from the name of a file to the name to request
 */
record Contender(
    String label, ProcessHandle process, ProcessUsage usage, int port, UnaryOperator<String> path)
    implements AutoCloseable {
  static final String IDEAL = "ideal";

  private static final int MOST_TRANSFERS = 4000;

  /** Our own, in C: about the least work that can be done for each packet. */
  static Contender ideal(Path program, Path files, int port) {
    return start(
        IDEAL,
        port,
        List.of(program.toString(), "127.0.0.1", String.valueOf(port), files.toString()));
  }

  /** From Debian; one process for each transfer. */
  static Contender tftpdHpa(Path program, Path files, int port) {
    return start(
        "tftpd-hpa",
        port,
        List.of(
            program.toString(),
            "--foreground",
            "--listen",
            "--address",
            "127.0.0.1:" + port,
            "--user",
            "root",
            "--secure",
            files.toString()));
  }

  /** From Debian; one thread for each transfer. */
  static Contender atftpd(Path program, Path files, int port) {
    return start(
        "atftpd",
        port,
        List.of(
            program.toString(),
            "--daemon",
            "--no-fork",
            "--bind-address",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--user",
            "root",
            "--group",
            "root",
            "--maxthread",
            String.valueOf(MOST_TRANSFERS),
            "--verbose=2",
            files.toString()));
  }

  /** From Debian; one thread for all transfers. It listens on port 69 only. */
  static Contender dnsmasq(Path files) {
    return start(
        "dnsmasq",
        69,
        List.of(
            "dnsmasq",
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--pid-file",
            "--port=0",
            "--user=root",
            "--listen-address=127.0.0.1",
            "--bind-interfaces",
            "--log-facility=/dev/null",
            "--enable-tftp",
            "--tftp-max=" + MOST_TRANSFERS,
            "--tftp-root=" + files));
  }

  /** The distribution that this build made. */
  static Contender pairboot(Path dataDir, String transport) {
    PairbootServer server =
        PairbootServer.serve(
            dataDir, "tftp.transport=" + transport, "http.listen=127.0.0.1:0", "log.level=warn");
    return new Contender(
        "pairboot " + transport,
        server.process(),
        new ProcessUsage(server.process()),
        server.tftpPort(),
        name -> "images/bench/1/" + name);
  }

  private static Contender start(String label, int port, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.INHERIT)
              .start();
      return new Contender(
          label, process.toHandle(), new ProcessUsage(process.toHandle()), port, name -> name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it supports RFC 7440; tftpd-hpa 5.2 and dnsmasq 2.90 do not. */
  boolean supportsWindowsize() {
    return !label.equals("tftpd-hpa") && !label.equals("dnsmasq");
  }

  /** Requests a file until the server sends it. */
  void awaitAnswer(Path file) {
    ReadPlan read = ReadPlan.plain(nameOf(file), file, 1428, 1);
    LoadPlan probe = LoadPlan.of(1, read).within(Duration.ofMillis(500));
    for (int attempt = 0; attempt < 20; attempt++) {
      if (!process.isAlive()) {
        break;
      }
      if (load(probe).unfinished().isEmpty()) {
        return;
      }
    }
    throw new IllegalStateException(label + " does not serve " + read.name());
  }

  /** The name to request for a file. */
  String nameOf(Path file) {
    return path.apply(file.getFileName().toString());
  }

  LoadResult load(LoadPlan plan) {
    return TftpLoad.onLoopback(port).run(plan);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
    }
    usage.close();
  }
}
