package org.pairboot.appliance.dhcp;

import org.pairboot.conf.KebabCase;

/**
 * What firmware says of itself in DHCP option 93 (RFC 4578 section 2.1, and IANA's registry
 * "Processor Architecture Types"), as far as Pairboot has a loader for it.
 */
enum ClientArchitecture {
  BIOS(0, "legacy BIOS"),
  EFI32(6, "UEFI, 32-bit x86"),
  EFI64(7, "UEFI, 64-bit x86"),
  /** Registered for EFI byte code, but sent by much 64-bit x86 firmware. */
  EFI_BC(9, "UEFI, 64-bit x86, as some firmware calls it"),
  EFI_ARM32(10, "UEFI, 32-bit ARM"),
  EFI_ARM64(11, "UEFI, 64-bit ARM"),
  HTTP_EFI32(15, "UEFI HTTP Boot, 32-bit x86"),
  HTTP_EFI64(16, "UEFI HTTP Boot, 64-bit x86"),
  HTTP_ARM32(18, "UEFI HTTP Boot, 32-bit ARM"),
  HTTP_ARM64(19, "UEFI HTTP Boot, 64-bit ARM");

  private final int number;
  private final String words;

  ClientArchitecture(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** The value of option 93, 16 bits. */
  int number() {
    return number;
  }

  String words() {
    return words;
  }

  /** A name that every kind of DHCP server takes for a tag or class. */
  String tag() {
    return KebabCase.of(this);
  }

  /** Whether the firmware is told a URL and fetches it over HTTP, instead of a name for TFTP. */
  boolean bootsByHttp() {
    return name().startsWith("HTTP_");
  }
}
