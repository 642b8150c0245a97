package org.pairboot.appliance.dhcp;

import org.pairboot.conf.KebabCase;

/**
 * Which loader firmware starts first. The loader then fetches a script from this server; for iPXE,
 * DHCP names that script in a second answer.
 */
public enum FirstLoader {
  /** PXELINUX for BIOS, iPXE for 64-bit x86, GRUB for the rest. */
  AUTO,
  /** iPXE wherever distributions package it. */
  IPXE,
  /** shim and GRUB on UEFI, as Secure Boot requires; PXELINUX for BIOS. */
  GRUB;

  /** As options spell it. */
  @Override
  public String toString() {
    return KebabCase.of(this);
  }

  /** The name of the loader for {@code architecture} on this server. */
  String file(ClientArchitecture architecture) {
    return switch (architecture) {
      case BIOS -> this == IPXE ? "undionly.kpxe" : "pxelinux.0";
      case EFI64, EFI_BC, HTTP_EFI64 -> this == GRUB ? "shimx64.efi" : "ipxe.efi";
      case EFI32, HTTP_EFI32 -> "grubia32.efi";
      case EFI_ARM32, HTTP_ARM32 -> "grubarm.efi";
      case EFI_ARM64, HTTP_ARM64 ->
          switch (this) {
            case AUTO -> "grubaa64.efi";
            case IPXE -> "arm64/ipxe.efi";
            case GRUB -> "shimaa64.efi";
          };
    };
  }
}
