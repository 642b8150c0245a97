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
import org.pairboot.it.lab.Appliance;
import org.pairboot.it.load.LoadPlan;
import org.pairboot.it.load.TftpLoad;

/**
 * A running server that takes part.
 *
 * @param port where it takes requests on 127.0.0.1
 * @param path how it calls a file
 */
record Contender(
    String label, ProcessHandle process, CpuAccount cpu, int port, UnaryOperator<String> path)
    implements AutoCloseable {
  private static final int MOST_TRANSFERS = 4000;

  /** Of Debian; a process for each transfer. */
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

  /** Of Debian; a thread for each transfer. */
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

  /** Of Debian; one thread for all. It takes requests on the port of TFTP alone. */
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

  /** The distribution of this build. */
  static Contender pairboot(Path dataDir, String transport) {
    Appliance appliance =
        Appliance.serve(
            dataDir, "tftp.transport=" + transport, "http.listen=127.0.0.1:0", "log.level=warn");
    return new Contender(
        "pairboot " + transport,
        appliance.process(),
        new CpuAccount(appliance.process()),
        appliance.tftpPort(),
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
          label, process.toHandle(), new CpuAccount(process.toHandle()), port, name -> name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it knows RFC 7440; tftpd-hpa 5.2 and dnsmasq 2.90 do not. */
  boolean knowsWindows() {
    return !label.equals("tftpd-hpa") && !label.equals("dnsmasq");
  }

  /** Reads a file as often as it takes for the server to be there. */
  void awaitAnswer(String name, Path file) throws IOException {
    LoadPlan probe = LoadPlan.of(path.apply(name), 1, 1428, 1).within(Duration.ofMillis(500));
    for (int attempt = 0; attempt < 20; attempt++) {
      if (!process.isAlive()) {
        break;
      }
      if (TftpLoad.run(port, probe, file).unfinished().isEmpty()) {
        return;
      }
    }
    throw new IllegalStateException(label + " does not serve " + name);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
    }
    cpu.close();
  }
}
