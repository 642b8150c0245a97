package org.pairboot.appliance.loader;

import java.util.Map;
import java.util.Optional;

/** Which of Debian's packages bring the loaders that people boot machines with. */
public final class LoaderPackages {
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("start4.elf", "raspi-firmware"),
          Map.entry("start.elf", "raspi-firmware"),
          Map.entry("pxelinux.0", "pxelinux"),
          Map.entry("lpxelinux.0", "pxelinux"),
          Map.entry("ldlinux.c32", "syslinux-common"),
          Map.entry("undionly.kpxe", "ipxe"),
          Map.entry("ipxe.efi", "ipxe"),
          Map.entry("snponly.efi", "ipxe"),
          Map.entry("ipxe.lkrn", "ipxe"),
          Map.entry("ipxe.pxe", "ipxe"),
          Map.entry("shimx64.efi", "shim-signed"),
          Map.entry("shimaa64.efi", "shim-signed"),
          Map.entry("bootx64.efi", "shim-signed"),
          Map.entry("bootaa64.efi", "shim-signed"),
          Map.entry("mmx64.efi", "shim-helpers-amd64-signed"),
          Map.entry("grubx64.efi", "grub-efi-amd64-signed"),
          Map.entry("grubnetx64.efi", "grub-efi-amd64-signed"),
          Map.entry("grubia32.efi", "grub-efi-ia32-bin"),
          Map.entry("grubaa64.efi", "grub-efi-arm64-signed"),
          Map.entry("grubnetaa64.efi", "grub-efi-arm64-signed"),
          Map.entry("efi64/syslinux.efi", "syslinux-efi"),
          Map.entry("efi64/ldlinux.e64", "syslinux-common"),
          Map.entry("efi32/syslinux.efi", "syslinux-efi"),
          Map.entry("efi32/ldlinux.e32", "syslinux-common"));

  private LoaderPackages() {}

  /** The package that brings what is served as {@code name}; empty for what is no loader. */
  public static Optional<String> of(String name) {
    return Optional.ofNullable(PACKAGES.get(name));
  }
}
