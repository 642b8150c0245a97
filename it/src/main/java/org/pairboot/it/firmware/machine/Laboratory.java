package org.pairboot.it.firmware.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.crowd.Crowd;
import org.pairboot.it.firmware.wire.Capture;
import org.pairboot.it.firmware.wire.Traffic;

/**
 * One network with a server and any number of guests. Everything in it ends with it, or with this
 * process; any number of them work side by side.
 */
public final class Laboratory implements AutoCloseable {
  private final Path directory;
  private final Namespace namespace;
  private final Wire wire;
  private final Capture capture;
  private Optional<Inhabitant> dhcp = Optional.empty();
  private final List<Namespace> neighbours = new ArrayList<>();
  private int servers;
  private int guests;

  private Laboratory(Path directory, Namespace namespace) {
    this.directory = directory;
    this.namespace = namespace;
    this.wire = Wire.lay(namespace);
    Inhabitant tcpdump =
        namespace.pipe(Capture.command(Wire.BRIDGE), directory.resolve("tcpdump.log"));
    this.capture = Capture.follow(tcpdump.output(), directory.resolve("packets.pcap"), Wire.SERVER);
  }

  /**
   * Makes one, with a wire that is listened to.
   *
   * @param directory for logs; is made
   */
  public static Laboratory open(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Namespace namespace = Namespace.create(directory.resolve("namespace.log"));
    try {
      return new Laboratory(directory, namespace);
    } catch (RuntimeException | AssertionError e) {
      namespace.close();
      throw e;
    }
  }

  /** Tells machines from now on what to load. */
  public void tell(BootFiles files) {
    dhcp.ifPresent(Inhabitant::kill);
    dhcp = Optional.of(DhcpServer.start(namespace, files, directory.resolve("dnsmasq.log")));
  }

  /** Starts the appliance on a data directory. */
  public LabServer serve(Path dataDir, List<String> settings) {
    List<String> all = new ArrayList<>();
    all.add("tftp.listen=" + Wire.SERVER + ":69");
    all.add("http.listen=" + Wire.SERVER + ":80");
    all.add("http.tls.listen=" + Wire.SERVER + ":443");
    all.addAll(settings);
    Path log = directory.resolve("pairboot-" + servers++ + ".log");
    return LabServer.start(namespace, dataDir, all, log);
  }

  /**
   * Switches a new guest on.
   *
   * @param memory in MiB
   */
  public Guest boot(Firmware firmware, int memory) {
    int number = guests++;
    Path own = directory.resolve("guest-" + number);
    try {
      Files.createDirectories(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Guest.start(namespace, own, firmware, memory, wire.tap(), number);
  }

  /**
   * Starts a program that plays many machines, in a network of its own beside this one.
   *
   * @param log for its output
   */
  public Inhabitant crowd(List<String> command, Path log) {
    Namespace neighbour = Namespace.create(directory.resolve("neighbour.log"));
    neighbours.add(neighbour);
    wire.connect(neighbour, Crowd.ADDRESS, Crowd.NETWORK);
    return neighbour.start(command, log);
  }

  public Wire wire() {
    return wire;
  }

  /** What has been on the wire. */
  public Traffic traffic() {
    return capture.traffic();
  }

  /** Where the logs are. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    neighbours.forEach(Namespace::close);
    namespace.close();
    capture.awaitEnd();
    assertThat(dhcp.map(Inhabitant::isAlive).orElse(false)).as("dnsmasq runs").isFalse();
  }
}
