package org.pairboot.appliance.dhcp;

import org.pairboot.conf.KebabCase;

/**
 * The architectures that firmware reports in DHCP option 93 (RFC 4578 section 2.1, and IANA's
 * registry "Processor Architecture Types") and that Pairboot has a loader for.
 */
enum ClientArchitecture {
  BIOS(0, "legacy BIOS"),
  EFI32(6, "UEFI, 32-bit x86"),
  EFI64(7, "UEFI, 64-bit x86"),
  /** Registered for EFI byte code, but sent by much 64-bit x86 firmware. */
  EFI_BC(9, "UEFI, 64-bit x86, as some firmware reports it"),
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

  /** The 16-bit value of option 93. */
  int number() {
    return number;
  }

  String words() {
    return words;
  }

  /** A name that every kind of DHCP server accepts for a tag or class. */
  String tag() {
    return KebabCase.of(this);
  }

  /** Whether the firmware gets a URL to fetch over HTTP, instead of a name for TFTP. */
  boolean bootsOverHttp() {
    return name().startsWith("HTTP_");
  }
}
