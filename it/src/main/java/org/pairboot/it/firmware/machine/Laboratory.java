package org.pairboot.it.firmware.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.wire.Capture;
import org.pairboot.it.firmware.wire.Traffic;
import org.pairboot.it.guest.Guest;

/**
 * One network with a server and any number of guests. Everything in it ends when it is closed or
 * when this process ends. Several laboratories can run at the same time.
 */
public final class Laboratory implements AutoCloseable {
  /** Of a network card that reaches nobody. */
  private static final String OTHER_MAC = "52:54:00:6f:00:00";

  private final Path directory;
  private final Namespace namespace;
  private final LabNetwork network;
  private final Capture capture;
  private Optional<NamespaceProcess> dhcp = Optional.empty();
  private final List<Namespace> neighbours = new ArrayList<>();
  private int servers;
  private int guests;

  private Laboratory(Path directory, Namespace namespace) {
    this.directory = directory;
    this.namespace = namespace;
    this.network = LabNetwork.create(namespace);
    NamespaceProcess tcpdump =
        namespace.pipe(Capture.command(LabNetwork.BRIDGE), directory.resolve("tcpdump.log"));
    this.capture =
        Capture.follow(tcpdump.output(), directory.resolve("packets.pcap"), LabNetwork.SERVER);
  }

  /**
   * Creates a laboratory and captures the packets in its network.
   *
   * @param directory for logs; is created
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

  /** From now on, DHCP announces these boot files. */
  public void announce(BootFiles files) {
    dhcp.ifPresent(NamespaceProcess::kill);
    dhcp = Optional.of(DhcpServer.start(namespace, files, directory.resolve("dnsmasq.log")));
  }

  /** Starts Pairboot on a data directory. */
  public LabServer serve(Path dataDir, List<String> settings) {
    List<String> all = new ArrayList<>();
    all.add("tftp.listen=" + LabNetwork.SERVER + ":69");
    all.add("http.listen=" + LabNetwork.SERVER + ":80");
    all.add("http.tls.listen=" + LabNetwork.SERVER + ":443");
    all.addAll(settings);
    Path log = directory.resolve("pairboot-" + servers++ + ".log");
    return LabServer.start(namespace, dataDir, all, log);
  }

  /**
   * Powers on a new guest with one network card, which it must boot from.
   *
   * @param memory in MiB
   */
  public Guest boot(GuestFirmware firmware, int memory) {
    return boot(firmware, memory, List.of());
  }

  /**
   * Powers on a new guest with two network cards. The first one is plugged in where nobody answers;
   * the guest must boot from the second.
   *
   * @param memory in MiB
   */
  public Guest bootFromSecondCard(GuestFirmware firmware, int memory) {
    return boot(
        firmware,
        memory,
        List.of(
            "-netdev",
            "hubport,id=deserted,hubid=1",
            "-device",
            firmware.card("netdev=deserted,mac=" + OTHER_MAC)));
  }

  /**
   * @param before hardware in front of the network card that the guest boots from
   */
  private Guest boot(GuestFirmware firmware, int memory, List<String> before) {
    int number = guests++;
    Path own = directory.resolve("guest-" + number);
    List<String> hardware = new ArrayList<>(before);
    hardware.addAll(
        List.of(
            "-netdev",
            "tap,id=n0,script=no,downscript=no,ifname=" + network.addTap(),
            "-device",
            firmware.card("netdev=n0,bootindex=1,mac=" + mac(number))));
    try {
      Files.createDirectories(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hardware.addAll(firmware.options(own));
    return Guest.start(this::startQemu, own, firmware.emulator(), memory, hardware);
  }

  private Guest.Qemu startQemu(List<String> command, Path errors) {
    NamespaceProcess qemu = namespace.pipe(command, errors);
    return new Guest.Qemu(qemu.output(), qemu::kill);
  }

  /** The MAC address of a guest; the first guest has number 0. */
  public static String mac(int number) {
    return String.format("52:54:00:70:%02x:%02x", number >> 8, number & 0xFF);
  }

  /**
   * Starts a {@link SimulatedMachines} program in its own network, which is connected to this one.
   *
   * @param log for its output
   */
  public NamespaceProcess startMachines(List<String> command, Path log) {
    Namespace neighbour = Namespace.create(directory.resolve("neighbour.log"));
    neighbours.add(neighbour);
    network.connect(neighbour, SimulatedMachines.ADDRESS, SimulatedMachines.NETWORK);
    return neighbour.start(command, log);
  }

  public LabNetwork network() {
    return network;
  }

  /** What has crossed the network. */
  public Traffic traffic() {
    return capture.traffic();
  }

  /** The directory of the logs. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    neighbours.forEach(Namespace::close);
    namespace.close();
    capture.awaitEnd();
    assertThat(dhcp.map(NamespaceProcess::isAlive).orElse(false))
        .as("dnsmasq still runs")
        .isFalse();
  }
}
