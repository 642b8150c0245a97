package org.pairboot.appliance.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.pairboot.conf.Network;

/** One condition on a machine. */
public sealed interface Selector {

  /** Whether a condition holds for what is known of a machine. */
  enum Match {
    YES,
    NO,
    /** What the condition asks for is not known. */
    UNKNOWN
  }

  /** The kind of condition, and with it the first measure of how specific it is. */
  Kind kind();

  /** Within one kind, the greater is the more specific. */
  default int length() {
    return 0;
  }

  Match match(MachineIdentity machine);

  /** The same condition in the one form that all its spellings have. */
  default Selector folded() {
    return switch (this) {
      case Serial(String serial) -> new Serial(serial.toLowerCase(Locale.ROOT));
      case AssetTag(String tag) -> new AssetTag(tag.toLowerCase(Locale.ROOT));
      default -> this;
    };
  }

  /** The kinds, the most specific first. Where a kind stands decides which machine wins. */
  enum Kind {
    MAC("mac"),
    UUID("uuid"),
    SERIAL("serial"),
    ASSET_TAG("asset-tag"),
    MAC_PREFIX("mac-prefix"),
    SUBNET("subnet"),
    ARCHITECTURE("architecture"),
    FIRMWARE("firmware");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** Whether no two machines can meet such a condition. */
    boolean isOfOneMachine() {
      return compareTo(MAC_PREFIX) < 0;
    }

    /** The key in files. */
    public String key() {
      return key;
    }
  }

  /** The network card that boots. */
  record Mac(MacAddress mac) implements Selector {
    @Override
    public Kind kind() {
      return Kind.MAC;
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.mac(), mac::equals);
    }

    @Override
    public String toString() {
      return "mac " + mac;
    }
  }

  /**
   * The first bytes of the MAC address, which tell who made the card.
   *
   * @param bytes in lower case, without anything in between
   */
  record MacPrefix(String bytes) implements Selector {
    @Override
    public Kind kind() {
      return Kind.MAC_PREFIX;
    }

    @Override
    public int length() {
      return bytes.length();
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.mac(), mac -> mac.text("").startsWith(bytes));
    }

    @Override
    public String toString() {
      return "mac-prefix " + bytes.replaceAll("(..)(?=.)", "$1:");
    }
  }

  /** The UUID of the system, SMBIOS type 1. */
  record Uuid(UUID uuid) implements Selector {
    @Override
    public Kind kind() {
      return Kind.UUID;
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.uuid(), uuid::equals);
    }

    @Override
    public String toString() {
      return "uuid " + uuid;
    }
  }

  /** The serial number of the system, in any case. */
  record Serial(String serial) implements Selector {
    @Override
    public Kind kind() {
      return Kind.SERIAL;
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.serial(), serial::equalsIgnoreCase);
    }

    @Override
    public String toString() {
      return "serial " + serial;
    }
  }

  /** The asset tag of the chassis, in any case. */
  record AssetTag(String tag) implements Selector {
    @Override
    public Kind kind() {
      return Kind.ASSET_TAG;
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.assetTag(), tag::equalsIgnoreCase);
    }

    @Override
    public String toString() {
      return "asset-tag " + tag;
    }
  }

  /** The processor. */
  record Processor(Architecture architecture) implements Selector {
    @Override
    public Kind kind() {
      return Kind.ARCHITECTURE;
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.architecture(), architecture::equals);
    }

    @Override
    public String toString() {
      return "architecture " + architecture;
    }
  }

  /** BIOS or UEFI. */
  record StartedBy(Firmware firmware) implements Selector {
    @Override
    public Kind kind() {
      return Kind.FIRMWARE;
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.firmware(), firmware::equals);
    }

    @Override
    public String toString() {
      return "firmware " + firmware;
    }
  }

  /** Where it asks from. */
  record Subnet(Network network) implements Selector {
    @Override
    public Kind kind() {
      return Kind.SUBNET;
    }

    @Override
    public int length() {
      // Both families can be compared so, and cannot meet.
      return network.prefixLength();
    }

    @Override
    public Match match(MachineIdentity machine) {
      return test(machine.address(), network::contains);
    }

    @Override
    public String toString() {
      return "subnet " + network;
    }
  }

  private static <T> Match test(Optional<T> known, Predicate<T> condition) {
    if (known.isEmpty()) {
      return Match.UNKNOWN;
    }
    return condition.test(known.get()) ? Match.YES : Match.NO;
  }
}
