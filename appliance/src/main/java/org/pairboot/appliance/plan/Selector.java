package org.pairboot.appliance.plan;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.conf.Network;

/**
 * One condition on a machine, such as {@code mac 52:54:00:00:00:01}. Two selectors are equal when
 * they mean the same condition, in whatever spelling. Immutable and thread-safe.
 */
public final class Selector {
  private final Kind kind;

  /** Of equal conditions equal, and of different ones different. */
  private final Object value;

  /** As it was written; null where the value has one spelling only. */
  private final String text;

  private final int length;
  private final Function<MachineIdentity, Match> match;

  private <T> Selector(
      Kind kind,
      Object value,
      String text,
      int length,
      Function<MachineIdentity, Optional<T>> property,
      Predicate<T> condition) {
    this.kind = kind;
    this.value = value;
    this.text = text;
    this.length = length;
    this.match =
        machine ->
            property
                .apply(machine)
                .map(known -> condition.test(known) ? Match.YES : Match.NO)
                .orElse(Match.UNKNOWN);
  }

  /** Whether a condition holds for what is known of a machine. */
  enum Match {
    YES,
    NO,
    /** The property that the condition is about is not known. */
    UNKNOWN
  }

  /** The kinds, the most specific first. The position of a kind decides which machine wins. */
  public enum Kind {
    /** The network card that boots. */
    MAC("mac", MacAddress.EXPECTED),
    /** Of the system, SMBIOS type 1. */
    UUID("uuid", "a UUID such as 564d1234-0000-4000-8000-0123456789ab"),
    /** Of the system, ignoring case. */
    SERIAL("serial", "a text"),
    /** Of the chassis, ignoring case. */
    ASSET_TAG("asset-tag", "a text"),
    /** The first bytes of the MAC address, which identify the maker of the card. */
    MAC_PREFIX("mac-prefix", "one to five bytes of a MAC address, such as 52:54:00"),
    /** Of the address from which the machine sends its requests. */
    SUBNET("subnet", "a network such as 10.2.0.0/16 or fd00:1::/64"),
    ARCHITECTURE("architecture", Architecture.EXPECTED),
    FIRMWARE("firmware", "bios or uefi");

    private static final Map<String, Kind> BY_KEY =
        Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::key, kind -> kind));

    private final String key;
    private final String expected;

    Kind(String key, String expected) {
      this.key = key;
      this.expected = expected;
    }

    /** The key in plan files. */
    public String key() {
      return key;
    }

    /** What its values look like, to end the sentence "expected ...". */
    String expected() {
      return expected;
    }

    /** Whether such a condition holds for one machine only. */
    boolean identifiesOneMachine() {
      return compareTo(MAC_PREFIX) < 0;
    }

    static List<String> keys() {
      return Arrays.stream(values()).map(Kind::key).toList();
    }

    static Optional<Kind> of(String key) {
      return Optional.ofNullable(BY_KEY.get(key));
    }
  }

  /** Parses a value from a plan file; empty when {@code kind} has no such value. */
  static Optional<Selector> parse(Kind kind, String text) {
    return switch (kind) {
      case MAC -> MacAddress.parse(text).map(Selector::ofMac);
      case UUID -> uuid(text).map(Selector::ofUuid);
      case SERIAL -> nonBlank(text).map(Selector::ofSerial);
      case ASSET_TAG -> nonBlank(text).map(Selector::ofAssetTag);
      case MAC_PREFIX -> macPrefix(text).map(Selector::ofMacPrefix);
      case SUBNET -> Network.parse(text).map(Selector::ofSubnet);
      case ARCHITECTURE ->
          Architecture.parse(text)
              .map(known -> ofValue(kind, known, MachineIdentity::architecture));
      case FIRMWARE ->
          Arrays.stream(Firmware.values())
              .filter(firmware -> firmware.toString().equals(text))
              .findFirst()
              .map(known -> ofValue(kind, known, MachineIdentity::firmware));
    };
  }

  /**
   * The condition of that kind and length that holds for {@code machine}; empty when the property
   * is not known.
   */
  static Optional<Selector> holding(Kind kind, int length, MachineIdentity machine) {
    return switch (kind) {
      case MAC -> machine.mac().map(Selector::ofMac);
      case UUID -> machine.uuid().map(Selector::ofUuid);
      case SERIAL -> machine.serial().map(Selector::ofSerial);
      case ASSET_TAG -> machine.assetTag().map(Selector::ofAssetTag);
      case MAC_PREFIX -> machine.mac().map(mac -> ofMacPrefix(mac.text("").substring(0, length)));
      case SUBNET -> machine.address().map(at -> ofSubnet(Network.around(at, length)));
      case ARCHITECTURE ->
          machine.architecture().map(known -> ofValue(kind, known, MachineIdentity::architecture));
      case FIRMWARE ->
          machine.firmware().map(known -> ofValue(kind, known, MachineIdentity::firmware));
    };
  }

  static Selector ofMac(MacAddress mac) {
    return ofValue(Kind.MAC, mac, MachineIdentity::mac);
  }

  private static Selector ofUuid(UUID uuid) {
    return ofValue(Kind.UUID, uuid, MachineIdentity::uuid);
  }

  private static Selector ofSerial(String serial) {
    return ofText(Kind.SERIAL, serial, MachineIdentity::serial);
  }

  private static Selector ofAssetTag(String tag) {
    return ofText(Kind.ASSET_TAG, tag, MachineIdentity::assetTag);
  }

  /**
   * @param digits in lower case, without separators
   */
  private static Selector ofMacPrefix(String digits) {
    return new Selector(
        Kind.MAC_PREFIX,
        digits,
        digits.replaceAll("(..)(?=.)", "$1:"),
        digits.length(),
        MachineIdentity::mac,
        mac -> mac.text("").startsWith(digits));
  }

  /** No address is in networks of both families, so comparing their prefix lengths is harmless. */
  private static Selector ofSubnet(Network network) {
    Function<MachineIdentity, Optional<InetAddress>> address = MachineIdentity::address;
    return new Selector(
        Kind.SUBNET,
        network,
        network.toString(),
        network.prefixLength(),
        address,
        network::contains);
  }

  private static <T> Selector ofValue(
      Kind kind, T value, Function<MachineIdentity, Optional<T>> property) {
    return new Selector(kind, value, null, 0, property, value::equals);
  }

  private static Selector ofText(
      Kind kind, String text, Function<MachineIdentity, Optional<String>> property) {
    return new Selector(
        kind, text.toLowerCase(Locale.ROOT), text, 0, property, text::equalsIgnoreCase);
  }

  /** Stricter than {@link UUID#fromString}, which also takes shorter groups. */
  private static Optional<UUID> uuid(String text) {
    return text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static Optional<String> nonBlank(String text) {
    return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
  }

  private static Optional<String> macPrefix(String text) {
    return text.matches("(?i)[0-9a-f]{2}([:-]?[0-9a-f]{2}){0,4}")
        ? Optional.of(text.replaceAll("[:-]", "").toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** {@code machine} with what this condition says of it; a range of values says nothing. */
  MachineIdentity addTo(MachineIdentity machine) {
    return switch (kind) {
      case MAC -> machine.withMac((MacAddress) value);
      case UUID -> machine.withUuid((UUID) value);
      case SERIAL -> machine.withSerial(text);
      case ASSET_TAG -> machine.withAssetTag(text);
      case ARCHITECTURE ->
          machine.withPlatform(Optional.of((Architecture) value), machine.firmware());
      case FIRMWARE -> machine.withPlatform(machine.architecture(), Optional.of((Firmware) value));
      case MAC_PREFIX, SUBNET -> machine;
    };
  }

  /** {@code machine} with what this condition says of it; of a range of values, an example. */
  MachineIdentity exampleOf(MachineIdentity machine) {
    return switch (kind) {
      case MAC_PREFIX ->
          machine.withMac(
              MacAddress.parse(((String) value + "000000000001").substring(0, 12)).orElseThrow());
      case SUBNET -> machine.withAddress(Optional.of(((Network) value).base()));
      default -> addTo(machine);
    };
  }

  /** The kind of condition, and with it the first measure of how specific it is. */
  Kind kind() {
    return kind;
  }

  /** Of two selectors of one kind, the longer one is more specific. */
  int length() {
    return length;
  }

  Match match(MachineIdentity machine) {
    return match.apply(machine);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Selector that && kind == that.kind && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + value.hashCode();
  }

  /** For people, such as {@code serial ABC123}, in the spelling of the plan file. */
  @Override
  public String toString() {
    return kind.key() + " " + (text == null ? value : text);
  }
}
