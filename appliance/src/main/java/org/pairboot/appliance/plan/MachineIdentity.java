package org.pairboot.appliance.plan;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.conf.KebabCase;

/**
 * What is known of a machine. Nothing of it is proven, because the boot plane has no
 * authentication.
 *
 * @param serial of the system, in the upper or lower case that its firmware reports
 * @param firmware that started the loader
 * @param address from which it sends requests
 */
public record MachineIdentity(
    Optional<MacAddress> mac,
    Optional<UUID> uuid,
    Optional<String> serial,
    Optional<String> assetTag,
    Optional<Architecture> architecture,
    Optional<Firmware> firmware,
    Optional<InetAddress> address) {

  public static final MachineIdentity UNKNOWN =
      new MachineIdentity(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** What started the loader. */
  public enum Firmware {
    BIOS,
    UEFI;

    @Override
    public String toString() {
      return KebabCase.of(this);
    }
  }

  /** This identity, with what is unknown in it taken from {@code other}. */
  public MachineIdentity or(MachineIdentity other) {
    return new MachineIdentity(
        mac.or(other::mac),
        uuid.or(other::uuid),
        serial.or(other::serial),
        assetTag.or(other::assetTag),
        architecture.or(other::architecture),
        firmware.or(other::firmware),
        address.or(other::address));
  }

  public MachineIdentity withMac(MacAddress known) {
    return new MachineIdentity(
        Optional.of(known), uuid, serial, assetTag, architecture, firmware, address);
  }

  public MachineIdentity withUuid(UUID known) {
    return new MachineIdentity(
        mac, Optional.of(known), serial, assetTag, architecture, firmware, address);
  }

  public MachineIdentity withSerial(String known) {
    return new MachineIdentity(
        mac, uuid, Optional.of(known), assetTag, architecture, firmware, address);
  }

  public MachineIdentity withAssetTag(String known) {
    return new MachineIdentity(
        mac, uuid, serial, Optional.of(known), architecture, firmware, address);
  }

  public MachineIdentity withPlatform(Optional<Architecture> cpu, Optional<Firmware> started) {
    return new MachineIdentity(mac, uuid, serial, assetTag, cpu, started, address);
  }

  /**
   * Without an architecture that is a guess: a BIOS loader is a 32-bit program on every processor,
   * so it reports i386 on x86-64 too.
   */
  public MachineIdentity withoutGuess() {
    boolean guess =
        firmware.equals(Optional.of(Firmware.BIOS))
            && architecture.equals(Optional.of(Architecture.I386));
    return guess ? withPlatform(Optional.empty(), firmware) : this;
  }

  public MachineIdentity withAddress(Optional<InetAddress> known) {
    return new MachineIdentity(mac, uuid, serial, assetTag, architecture, firmware, known);
  }

  /** The kinds of conditions that can be decided for it. */
  public Set<Kind> known() {
    Set<Kind> known = EnumSet.noneOf(Kind.class);
    mac.ifPresent(value -> known.add(Kind.MAC));
    uuid.ifPresent(value -> known.add(Kind.UUID));
    serial.ifPresent(value -> known.add(Kind.SERIAL));
    assetTag.ifPresent(value -> known.add(Kind.ASSET_TAG));
    architecture.ifPresent(value -> known.add(Kind.ARCHITECTURE));
    firmware.ifPresent(value -> known.add(Kind.FIRMWARE));
    address.ifPresent(value -> known.add(Kind.SUBNET));
    return known;
  }

  /** Reduced to {@code kinds} and the address. */
  public MachineIdentity only(Set<Kind> kinds) {
    return new MachineIdentity(
        mac.filter(value -> kinds.contains(Kind.MAC)),
        uuid.filter(value -> kinds.contains(Kind.UUID)),
        serial.filter(value -> kinds.contains(Kind.SERIAL)),
        assetTag.filter(value -> kinds.contains(Kind.ASSET_TAG)),
        architecture.filter(value -> kinds.contains(Kind.ARCHITECTURE)),
        firmware.filter(value -> kinds.contains(Kind.FIRMWARE)),
        address);
  }

  /** For people, such as {@code mac 52:54:00:12:34:56, address 10.0.0.7}. */
  @Override
  public String toString() {
    List<String> known = new ArrayList<>();
    mac.ifPresent(value -> known.add("mac " + value));
    uuid.ifPresent(value -> known.add("uuid " + value));
    serial.ifPresent(value -> known.add("serial " + value));
    assetTag.ifPresent(value -> known.add("asset tag " + value));
    architecture.ifPresent(value -> known.add("architecture " + value));
    firmware.ifPresent(value -> known.add("firmware " + value));
    address.ifPresent(value -> known.add("address " + value.getHostAddress()));
    return known.isEmpty() ? "nothing known" : String.join(", ", known);
  }
}
