package org.pairboot.appliance.machine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;

/**
 * What a machine is known by, whatever its name in the plans. Placeholders, which firmware reports
 * when its maker filled nothing in, are left out: they identify no machine.
 *
 * @param serials in lower case, because plans match them in any case
 */
public record MachineKey(Set<UUID> uuids, Set<MacAddress> macs, Set<String> serials) {
  /** Identifies no machine. */
  public static final MachineKey NONE = new MachineKey(Set.of(), Set.of(), Set.of());

  public MachineKey {
    uuids = without(uuids, Placeholders::isPlaceholder);
    macs = without(macs, Placeholders::isPlaceholder);
    serials = without(normalised(serials), Placeholders::isPlaceholder);
  }

  private static <T> Set<T> without(Set<T> values, Predicate<T> placeholder) {
    if (values.isEmpty()) {
      return Set.of();
    }
    Set<T> kept = new HashSet<>(values);
    kept.removeIf(placeholder);
    return Set.copyOf(kept);
  }

  private static Set<String> normalised(Set<String> serials) {
    Set<String> normalised = new HashSet<>();
    for (String serial : serials) {
      normalised.add(serial.strip().toLowerCase(Locale.ROOT));
    }
    return normalised;
  }

  /** What {@code machine} tells of itself. */
  public static MachineKey of(MachineIdentity machine) {
    return new MachineKey(
        machine.uuid().map(Set::of).orElse(Set.of()),
        machine.mac().map(Set::of).orElse(Set.of()),
        machine.serial().map(Set::of).orElse(Set.of()));
  }

  /** The same for what several cards or loaders of one machine tell. */
  static MachineKey ofOne(Collection<MachineIdentity> machine) {
    Set<UUID> uuids = new HashSet<>();
    Set<MacAddress> macs = new HashSet<>();
    Set<String> serials = new HashSet<>();
    for (MachineIdentity part : machine) {
      part.uuid().ifPresent(uuids::add);
      part.mac().ifPresent(macs::add);
      part.serial().ifPresent(serials::add);
    }
    return new MachineKey(uuids, macs, serials);
  }

  /** All that {@code machines}, which are one, tell. */
  static MachineKey of(Collection<MachineKey> machines) {
    Set<UUID> uuids = new HashSet<>();
    Set<MacAddress> macs = new HashSet<>();
    Set<String> serials = new HashSet<>();
    for (MachineKey key : machines) {
      uuids.addAll(key.uuids);
      macs.addAll(key.macs);
      serials.addAll(key.serials);
    }
    return new MachineKey(uuids, macs, serials);
  }

  /** Whether nothing in it identifies a machine. */
  public boolean isEmpty() {
    return uuids.isEmpty() && macs.isEmpty() && serials.isEmpty();
  }

  MachineKey with(MachineKey other) {
    return of(List.of(this, other));
  }

  /** The same with {@code newer}, whose UUID and serial replace others: a machine has one each. */
  MachineKey updatedBy(MachineKey newer) {
    return new MachineKey(
            differsInUuid(newer) ? Set.of() : uuids,
            macs,
            differsInSerial(newer) ? Set.of() : serials)
        .with(newer);
  }

  /** The values one by one, for people and as keys of maps, such as {@code mac 52:54:00:...}. */
  public Set<String> identifiers() {
    Set<String> all = new HashSet<>();
    macs.forEach(mac -> all.add("mac " + mac));
    all.addAll(uuidsAndSerials());
    return all;
  }

  /** Those of {@link #identifiers} that makers give to several machines by mistake. */
  Set<String> uuidsAndSerials() {
    Set<String> all = new HashSet<>();
    uuids.forEach(uuid -> all.add("uuid " + canonical(uuid)));
    serials.forEach(serial -> all.add("serial " + serial));
    return all;
  }

  /** One of {@link #identifiers} as the machine told it. */
  String told(String identifier) {
    return uuids.stream()
        .filter(uuid -> identifier.equals("uuid " + canonical(uuid)))
        .map(uuid -> "uuid " + uuid)
        .findFirst()
        .orElse(identifier);
  }

  /**
   * Of the two orders of bytes in which firmware and loaders report one UUID, always the same one.
   * SMBIOS has the first three fields little-endian since 2.6, RFC 4122 never; iPXE converts, and
   * PXELINUX prints what the ROM has put into DHCP option 97.
   */
  static UUID canonical(UUID uuid) {
    long high = uuid.getMostSignificantBits();
    long swapped =
        (long) Integer.reverseBytes((int) (high >>> 32)) << 32
            | (Short.reverseBytes((short) (high >>> 16)) & 0xffffL) << 16
            | (Short.reverseBytes((short) high) & 0xffffL);
    return Long.compareUnsigned(high, swapped) <= 0
        ? uuid
        : new UUID(swapped, uuid.getLeastSignificantBits());
  }

  /** Whether both have UUIDs, and none in common. */
  boolean differsInUuid(MachineKey other) {
    return differ(canonicalUuids(), other.canonicalUuids());
  }

  boolean differsInSerial(MachineKey other) {
    return differ(serials, other.serials);
  }

  boolean differsInMac(MachineKey other) {
    return differ(macs, other.macs);
  }

  /** Whether it has another UUID or serial, of which a machine has one each. */
  boolean contradicts(MachineKey other) {
    return differsInUuid(other) || differsInSerial(other);
  }

  /** Whether it has a UUID or serial beside those that {@code other} has. */
  boolean exceeds(MachineKey other) {
    return (!other.uuids.isEmpty() && !other.canonicalUuids().containsAll(canonicalUuids()))
        || (!other.serials.isEmpty() && !other.serials.containsAll(serials));
  }

  private Set<UUID> canonicalUuids() {
    return uuids.stream().map(MachineKey::canonical).collect(Collectors.toSet());
  }

  private static <T> boolean differ(Set<T> one, Set<T> other) {
    return !one.isEmpty() && !other.isEmpty() && one.stream().noneMatch(other::contains);
  }

  /** For people, such as {@code mac 52:54:00:12:34:56, serial abc123}. */
  @Override
  public String toString() {
    return Stream.of(
            macs.stream().map(MacAddress::toString).sorted().map(mac -> "mac " + mac),
            uuids.stream().map(UUID::toString).sorted().map(uuid -> "uuid " + uuid),
            serials.stream().sorted().map(serial -> "serial " + serial))
        .flatMap(texts -> texts)
        .collect(Collectors.joining(", "));
  }
}
