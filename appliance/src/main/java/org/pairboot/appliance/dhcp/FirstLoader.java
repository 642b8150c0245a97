package org.pairboot.appliance.dhcp;

/**
 * Which loader firmware is to start. All of them find a script here afterwards; iPXE is told so by
 * DHCP once more.
 */
public enum FirstLoader {
  /** PXELINUX for BIOS, iPXE for 64-bit x86, GRUB for the rest. */
  AUTO,
  /** iPXE wherever the distribution has it. */
  IPXE,
  /** GRUB behind shim on UEFI, which Secure Boot wants; PXELINUX for BIOS. */
  GRUB;

  /** The name under which this server has the loader for {@code architecture}. */
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
