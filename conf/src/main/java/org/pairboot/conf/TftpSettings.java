package org.pairboot.conf;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.conf.ClientPolicies.Access;

/**
 * How TFTP is served.
 *
 * @param listen where requests arrive; may be a wildcard address, may have port 0
 * @param advertise the address and port at which machines reach this server; empty: those that the
 *     machine sent its request to
 * @param poolPorts the ports that transfers answer from; empty: any free ones
 * @param clients what each client may do
 * @param maxWindowBytes largest window to negotiate, in bytes
 * @param unprovenPackets packets sent to a client before it answers
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

  /** Ports from {@code first} to {@code last}, both included. */
  public record PortRange(int first, int last) {
    /** A range is opened in a firewall and bound at every start; 1024 ports are plenty. */
    private static final int MAX_PORTS = 1024;

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    /** How many ports these are. */
    public int size() {
      return last - first + 1;
    }

    static Optional<PortRange> parse(String text) {
      Matcher matcher = FORM.matcher(text.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = Integer.parseInt(matcher.group(2));
      return first >= 1 && last <= 65535 && first <= last && last - first < MAX_PORTS
          ? Optional.of(new PortRange(first, last))
          : Optional.empty();
    }
  }

  /** How packets reach the kernel. */
  public enum Transport {
    AUTO,
    NIO,
    LINUX
  }

  /**
   * What a client may do.
   *
   * @param maxBlksize largest block to negotiate, in bytes
   * @param maxWindowsize largest window to negotiate, in blocks
   * @param mtuClamp whether blocks are limited to what fits one packet of the interface
   * @param rollover the block number after 65535, 0 or 1, when the client does not ask for one
   */
  public record ClientPolicy(
      Access access, int maxBlksize, int maxWindowsize, boolean mtuClamp, int rollover) {

    /**
     * @param prefix of the keys: {@code tftp.} or nothing
     */
    private static ClientPolicy read(SettingsReader reader, String prefix) {
      return new ClientPolicy(
          Access.read(reader, prefix),
          // RFC 2348: 8 to 65464 bytes; RFC 7440: 1 to 65535 blocks.
          reader.integer(prefix + "max-blksize", 8, 65464),
          reader.integer(prefix + "max-windowsize", 1, 65535),
          reader.bool(prefix + "mtu-clamp"),
          reader.integer(prefix + "rollover", 0, 1));
    }
  }

  /**
   * When blocks are sent again.
   *
   * @param initial the timeout before the round-trip time to the client is known
   * @param floor the least time added to the round-trip time once it is known
   * @param max the longest wait between two packets of the same block
   * @param giveUpAfter how long a client may be silent before its transfer ends
   */
  public record Retransmit(Duration initial, Duration floor, Duration max, Duration giveUpAfter) {}

  /**
   * Limits for clients that have not answered yet: their source address may be forged.
   *
   * @param burst packets to one network at once
   * @param rate packets to one network per second
   * @param maxTransfers concurrent transfers, over all networks
   * @param exempt networks without {@code burst} and {@code rate}
   */
  public record Unproven(int burst, int rate, int maxTransfers, List<Network> exempt) {}

  static TftpSettings read(SettingsReader reader, Host host) {
    return new TftpSettings(
        reader.bool("tftp.enabled"),
        ListenAddress.TFTP.read(reader, "tftp.listen", host),
        ListenAddress.readAdvertised(reader, "tftp.advertise"),
        reader.oneOf("tftp.port-mode", PortMode.class),
        reader.optional(
            "tftp.pool-ports",
            "FIRST-LAST such as 50000-50511, at most 1024 ports from 1 to 65535",
            PortRange::parse),
        reader.oneOf("tftp.transport", Transport.class),
        ClientPolicies.read(reader, "tftp", ClientPolicy::read),
        reader.bytes("tftp.max-window-bytes", 512, 64L << 20),
        new Retransmit(
            // A client may ask for up to 255 seconds, RFC 2349.
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
            reader.parsedList(
                "tftp.unproven.exempt",
                "a list of networks, such as [ 10.1.0.0/16, \"fd00:1::/64\" ]",
                Network::parse)),
        reader.integer("tftp.max-transfers", 1, 1_000_000),
        reader.integer("tftp.max-transfers-per-client", 1, 1_000_000));
  }
}
