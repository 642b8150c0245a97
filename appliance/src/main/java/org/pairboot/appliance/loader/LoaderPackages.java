package org.pairboot.appliance.loader;

import java.util.Map;
import java.util.Optional;

/** The distribution packages that contain the common boot loaders. */
public final class LoaderPackages {

  /**
   * The packages with one loader.
   *
   * @param debian in Debian and Ubuntu
   * @param fedora in Fedora and RHEL; empty when they have none
   */
  public record Packages(String debian, Optional<String> fedora) {
    private static Packages of(String debian, String fedora) {
      return new Packages(debian, Optional.of(fedora));
    }

    /** A remedy, such as {@code install the package ipxe}. */
    @Override
    public String toString() {
      return "install the package "
          + debian
          + fedora.map(name -> " (Debian, Ubuntu) or " + name + " (Fedora)").orElse(" (Debian)");
    }
  }

  private static final Packages PXELINUX = Packages.of("pxelinux", "syslinux-nonlinux");
  private static final Packages MODULES = Packages.of("syslinux-common", "syslinux-nonlinux");
  private static final Packages IPXE = Packages.of("ipxe", "ipxe-bootimgs-x86");
  private static final Packages SHIM_X64 = Packages.of("shim-signed", "shim-x64");
  private static final Packages SHIM_AA64 = Packages.of("shim-signed", "shim-aa64");
  private static final Packages GRUB_X64 = Packages.of("grub-efi-amd64-signed", "grub2-efi-x64");
  private static final Packages GRUB_AA64 = Packages.of("grub-efi-arm64-signed", "grub2-efi-aa64");
  private static final Packages PI = new Packages("raspi-firmware", Optional.empty());

  private static final Map<String, Packages> PACKAGES =
      Map.ofEntries(
          Map.entry("start4.elf", PI),
          Map.entry("start.elf", PI),
          Map.entry("pxelinux.0", PXELINUX),
          Map.entry("lpxelinux.0", PXELINUX),
          Map.entry("ldlinux.c32", MODULES),
          Map.entry("undionly.kpxe", IPXE),
          Map.entry("ipxe.efi", IPXE),
          Map.entry("snponly.efi", IPXE),
          Map.entry("ipxe.lkrn", IPXE),
          Map.entry("ipxe.pxe", new Packages("ipxe", Optional.empty())),
          Map.entry("shimx64.efi", SHIM_X64),
          Map.entry("shimaa64.efi", SHIM_AA64),
          Map.entry("bootx64.efi", SHIM_X64),
          Map.entry("bootaa64.efi", SHIM_AA64),
          Map.entry("mmx64.efi", Packages.of("shim-helpers-amd64-signed", "shim-x64")),
          Map.entry("grubx64.efi", GRUB_X64),
          Map.entry("grubnetx64.efi", GRUB_X64),
          Map.entry("grubia32.efi", Packages.of("grub-efi-ia32-bin", "grub2-efi-ia32")),
          Map.entry("grubaa64.efi", GRUB_AA64),
          Map.entry("grubnetaa64.efi", GRUB_AA64),
          Map.entry("efi64/syslinux.efi", Packages.of("syslinux-efi", "syslinux-efi64")),
          Map.entry("efi64/ldlinux.e64", Packages.of("syslinux-common", "syslinux-efi64")),
          Map.entry("efi32/syslinux.efi", new Packages("syslinux-efi", Optional.empty())),
          Map.entry("efi32/ldlinux.e32", new Packages("syslinux-common", Optional.empty())));

  private LoaderPackages() {}

  /** The packages with the loader served as {@code name}; empty when that is not a loader. */
  public static Optional<Packages> of(String name) {
    return Optional.ofNullable(PACKAGES.get(name));
  }
}
