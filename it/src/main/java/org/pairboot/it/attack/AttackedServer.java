package org.pairboot.it.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.load.MemoryWatch;

/** The distribution under attack, and how it is afterwards. */
final class AttackedServer implements AutoCloseable {
  static final int TFTP_PORT = 69;
  static final int HTTP_PORT = 80;

  /** Garbage of the JVM, and more of its buffers; a leak of an attack is larger. */
  private static final long MAX_GROWTH = 384;

  private static final int MAX_MORE_DESCRIPTORS = 64;
  private static final int MAX_LOG_GROWTH = 100_000;
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final String title;
  private final int address;
  private final int ports;
  private final int firstPort;
  private final PairbootServer server;
  private final AttackFiles files;
  private final MemoryWatch memory;
  private State before;

  private AttackedServer(
      String title,
      int address,
      int firstPort,
      int ports,
      PairbootServer server,
      AttackFiles files) {
    this.title = title;
    this.address = address;
    this.firstPort = firstPort;
    this.ports = ports;
    this.server = server;
    this.files = files;
    this.memory = new MemoryWatch(server.process());
    this.before = state();
  }

  /**
   * Starts one.
   *
   * @param number the last part of its address
   * @param ports of its pool; 1 for port mode single
   */
  static AttackedServer start(
      AttackNetwork network, AttackFiles files, int number, int ports, List<String> more) {
    int address = network.addServer(number);
    String dotted = AttackNetwork.address(address);
    int firstPort = ports == 1 ? TFTP_PORT : 20_000;
    List<String> settings =
        new ArrayList<>(
            List.of(
                "tftp.listen=" + dotted + ":" + TFTP_PORT,
                "http.listen=" + dotted + ":" + HTTP_PORT,
                // The worst case: the limits for each network would only hide what one packet does.
                "tftp.unproven.exempt=[10.99.0.0/16]"));
    settings.add(
        ports == 1
            ? "tftp.port-mode=single"
            : "tftp.pool-ports=" + firstPort + "-" + (firstPort + ports - 1));
    settings.addAll(more);
    Cli cli = files.cli().within(network.enteringServers());
    String title = ports == 1 ? "single port" : "pool of " + ports;
    return new AttackedServer(
        title,
        address,
        firstPort,
        ports,
        PairbootServer.serve(cli, settings.toArray(String[]::new)),
        files);
  }

  String title() {
    return title;
  }

  int address() {
    return address;
  }

  /** How many ports a forger has to try. */
  int ports() {
    return ports;
  }

  int port(int index) {
    return firstPort + index;
  }

  private record State(long memory, int descriptors, int log) {}

  private State state() {
    return new State(memory.now(), descriptors(), server.log().length());
  }

  /** To be called before an attack. */
  void mark() {
    before = state();
  }

  /** Open files and sockets without the ports of the pool, which stay open once they are used. */
  private int descriptors() {
    Path proc = Path.of("/proc/" + server.process().pid());
    try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
      Set<String> udp = new HashSet<>();
      for (String line : Files.readAllLines(proc.resolve("net/udp"))) {
        udp.add("socket:[" + line.strip().split("\\s+")[9] + "]");
      }
      return (int) open.filter(each -> !udp.contains(target(each))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  /** UDP packets that reached this server's network so far, whether it read them or not. */
  long udpArrived() {
    return udp("InDatagrams") + udp("NoPorts") + udp("InErrors");
  }

  /** A counter of its network, such as {@code OutDatagrams}; see nstat(8). */
  long udp(String counter) {
    try {
      Path file = Path.of("/proc/" + server.process().pid() + "/net/snmp");
      List<String[]> lines =
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith("Udp: "))
              .map(line -> line.split(" "))
              .toList();
      return Long.parseLong(lines.get(1)[List.of(lines.getFirst()).indexOf(counter)]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether an honest machine gets its file by TFTP and by HTTP. */
  String honest() {
    Path target = files.path("fetched");
    List<String> failures = new ArrayList<>();
    String host = AttackNetwork.address(address);
    for (String scheme : List.of("tftp", "http")) {
      String url = scheme + "://" + host + "/" + AttackFiles.NAME;
      Command.Result result =
          Command.run(List.of("curl", "-sS", "-m", "60", "-f", "-o", target.toString(), url));
      if (result.exitCode() != 0) {
        failures.add(scheme + ": " + result.err().strip());
      } else if (!SeededFile.sha256(target).equals(files.file().sha256())) {
        failures.add(scheme + ": wrong bytes");
      }
    }
    return failures.isEmpty() ? "" : String.join("; ", failures);
  }

  /** How the server is after an attack, and whether honest machines boot. */
  Finding afterwards() {
    String failures = server.isAlive() ? honest() : "it has ended";
    long end = System.nanoTime() + SETTLING.toNanos();
    while (server.isAlive() && grown().descriptors() > MAX_MORE_DESCRIPTORS) {
      if (System.nanoTime() > end) {
        break;
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    State grown = server.isAlive() ? grown() : new State(0, 0, 0);
    boolean error = ERROR.matcher(server.log()).find();
    String result =
        String.format(
            Locale.ROOT,
            "%s; memory %d + %d MiB, descriptors %+d, log %+d bytes%s",
            failures.isEmpty() ? "TFTP and HTTP right" : failures,
            before.memory(),
            grown.memory(),
            grown.descriptors(),
            grown.log(),
            error ? ", with an ERROR" : "");
    boolean holds =
        failures.isEmpty()
            && !error
            && grown.memory() <= MAX_GROWTH
            && grown.descriptors() <= MAX_MORE_DESCRIPTORS
            && grown.log() <= MAX_LOG_GROWTH;
    String bound =
        "right bytes, +%d MiB, +%d, +%d bytes"
            .formatted(MAX_GROWTH, MAX_MORE_DESCRIPTORS, MAX_LOG_GROWTH);
    return new Finding("  afterwards", "an honest machine", result, bound, holds);
  }

  private static final Pattern ERROR = Pattern.compile(" ERROR |Exception|^\\s+at ");

  private State grown() {
    State now = state();
    return new State(
        now.memory() - before.memory(),
        now.descriptors() - before.descriptors(),
        now.log() - before.log());
  }

  @Override
  public void close() {
    memory.close();
    if (server.isAlive()) {
      server.close();
    }
    assertThat(server.isAlive()).isFalse();
  }
}
