package org.pairboot.conf;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How TFTP is served.
 *
 * @param listen where requests arrive; may be a wildcard address, may have port 0
 * @param advertise the address and port by which machines reach this server, where they are not
 *     those that a machine asked
 * @param poolPorts the ports that transfers answer from; empty: any free ones
 * @param clients what each client may do
 * @param maxWindowBytes largest window agreed to, in bytes
 * @param unprovenPackets packets sent to a client that has not answered yet
 */
public record TftpSettings(
    boolean enabled,
    InetSocketAddress listen,
    Optional<InetSocketAddress> advertise,
    PortMode portMode,
    Optional<PortRange> poolPorts,
    Transport transport,
    ClientPolicies<ClientPolicy> clients,
    long maxWindowBytes,
    Retransmit retransmit,
    int unprovenPackets,
    Unproven unproven,
    int maxTransfers,
    int maxTransfersPerClient) {

  /** Where transfers answer from. */
  public enum PortMode {
    POOL,
    SINGLE
  }

  /** How packets reach the kernel. */
  public enum Transport {
    AUTO,
    NIO,
    LINUX
  }

  /**
   * When blocks are sent again.
   *
   * @param initial the wait before the round trip to the client is known
   * @param floor what is added at least to the round trip once it is known
   * @param max the longest wait between two packets of the same block
   * @param giveUpAfter how long a client may be silent before its transfer ends
   */
  public record Retransmit(Duration initial, Duration floor, Duration max, Duration giveUpAfter) {}

  /**
   * What clients get that have not answered yet, and so may be others than they say.
   *
   * @param burst packets to one network at once
   * @param rate packets to one network in a second
   * @param maxTransfers transfers at a time, in all
   * @param exempt networks without {@code burst} and {@code rate}
   */
  public record Unproven(int burst, int rate, int maxTransfers, List<Network> exempt) {}

  static TftpSettings read(SettingsReader reader, Host host) {
    return new TftpSettings(
        reader.bool("tftp.enabled"),
        reader.listen("tftp.listen", Settings.TFTP_PORT, host),
        reader.reachable("tftp.advertise"),
        reader.oneOf("tftp.port-mode", PortMode.class),
        reader.portRange("tftp.pool-ports"),
        reader.oneOf("tftp.transport", Transport.class),
        ClientPolicies.read(reader, "tftp", ClientPolicy.KEYS, ClientPolicy::read),
        reader.bytes("tftp.max-window-bytes", 512, 64L << 20),
        new Retransmit(
            reader.duration(
                "tftp.retransmit.initial", Duration.ofMillis(10), Duration.ofSeconds(255)),
            reader.duration("tftp.retransmit.floor", Duration.ofMillis(1), Duration.ofSeconds(255)),
            reader.duration("tftp.retransmit.max", Duration.ofMillis(10), Duration.ofSeconds(255)),
            reader.duration(
                "tftp.retransmit.give-up-after", Duration.ofSeconds(1), Duration.ofHours(1))),
        reader.integer("tftp.unproven-packets", 1, 16),
        new Unproven(
            reader.integer("tftp.unproven.burst", 16, 1_000_000),
            reader.integer("tftp.unproven.rate", 1, 1_000_000),
            reader.integer("tftp.unproven.max-transfers", 1, 1_000_000),
            reader.networks("tftp.unproven.exempt")),
        reader.integer("tftp.max-transfers", 1, 1_000_000),
        reader.integer("tftp.max-transfers-per-client", 1, 1_000_000));
  }
}
