package org.pairboot.appliance.machine;

import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.MacAddress;

/**
 * What firmware reports in place of an identifier that its maker never filled in. Such a value is
 * on many machines, so it identifies none.
 *
 * <p>The UUIDs are those of osquery ({@code kPlaceholderHardwareUUIDList} in core/system.cpp) and
 * of GLPI's default blacklist, and what makers gave to whole series: SeaMicro, HP G60 and Bay Trail
 * tablets (12345678-...), the sample of EDK II for ARM (SolidRun/lx2160a_uefi issue 4). The serials
 * are those of GLPI and OCS Inventory, and the defaults of AMI's, Phoenix's and Intel's firmware.
 */
final class Placeholders {
  private static final Set<UUID> UUIDS =
      Stream.of(
              // AMI's default, on boards of Gigabyte, ASRock and many others.
              "03000200-0400-0500-0006-000700080009",
              "02000100-0300-0400-0005-000600070008",
              "00010203-0405-0607-0809-0a0b0c0d0e0f",
              "10000000-0000-8000-0040-000000000000",
              "12345678-1234-5678-90ab-cddeefaabbcc",
              "01234567-8910-1112-1314-151617181920",
              "6ab5b300-538d-1014-9fb5-b0684d007b53",
              "8a95d198-7f46-11e5-bf8b-08002704d48e",
              "deadbeef-dead-beef-dead-beefdeadbeef")
          .map(UUID::fromString)
          .map(MachineKey::canonical)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> SERIALS =
      Set.of(
          "n/a",
          "na",
          "none",
          "null",
          "(null string)",
          "empty",
          "unknow",
          "unknown",
          "invalid",
          "default",
          "default string",
          "not applicable",
          "not available",
          "not specified",
          "not settable",
          "not present",
          "o.e.m.",
          "oem",
          "oem_serial",
          "eval",
          "iatpass",
          "serial",
          "serial number",
          "serialnumber",
          "system serial number",
          "systemserialnumb",
          "chassis serial number",
          "base board serial number",
          "type2 - board serial number",
          "sys-1234567890",
          "sys-9876543210",
          "mb-1234567890",
          "sn-12345",
          "sn-1234567890",
          "sn-123456fvgv3i0b8o5n6n7k",
          "123456789000",
          "12345678901234567",
          "0123456789abcdef",
          "tulip computers");

  /** "To be filled by O.E.M." is spelled in a dozen ways. */
  private static final Pattern TO_BE_FILLED = Pattern.compile("(to be filled|tbd|t\\.b\\.d).*");

  /** One character again and again, such as 00000000 or xxxxxxxx, and "Serial Number xxxxxx". */
  private static final Pattern REPEATED =
      Pattern.compile("(serial number )?([^a-z0-9]+|([a-z0-9])\\3*)");

  private Placeholders() {}

  static boolean isPlaceholder(UUID uuid) {
    return isOneByte(uuid) || UUIDS.contains(MachineKey.canonical(uuid));
  }

  /** All zeros or ones mean "not set" (SMBIOS 7.2.1); some makers repeat another byte. */
  private static boolean isOneByte(UUID uuid) {
    return uuid.getMostSignificantBits() == uuid.getLeastSignificantBits()
        && Long.rotateLeft(uuid.getMostSignificantBits(), 8) == uuid.getMostSignificantBits();
  }

  static boolean isPlaceholder(MacAddress mac) {
    return mac.bits() == 0 || mac.bits() == 0xffff_ffff_ffffL;
  }

  /**
   * @param serial in lower case, without blanks around it
   */
  static boolean isPlaceholder(String serial) {
    return serial.isEmpty()
        || SERIALS.contains(serial)
        || TO_BE_FILLED.matcher(serial).matches()
        || REPEATED.matcher(serial).matches()
        || "01234567890".contains(serial);
  }
}
