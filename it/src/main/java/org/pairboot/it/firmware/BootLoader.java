package org.pairboot.it.firmware;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.image.GrubCore;
import org.pairboot.it.firmware.machine.BootFiles;
import org.pairboot.it.firmware.machine.GuestFirmware;
import org.pairboot.it.firmware.machine.LabNetwork;

/** What firmware starts, and which protocol that uses. */
enum BootLoader {
  PXELINUX("pxelinux", GuestFirmware.BIOS, BootFiles.all("pxelinux.0")),

  /** DHCP tells it to fetch everything by HTTP. */
  LPXELINUX("lpxelinux", GuestFirmware.BIOS, BootFiles.all("lpxelinux.0").under(Url.ROOT)),

  /** The network card's iPXE, with TFTP only. */
  IPXE_TFTP(
      "ipxe-tftp",
      GuestFirmware.BIOS,
      BootFiles.all("tftp://" + LabNetwork.SERVER + "/boot.ipxe")) {
    @Override
    List<String> settings() {
      return List.of("http.enabled=false");
    }

    @Override
    Optional<String> withoutHttp() {
      return Optional.of("without HTTP there is no URL for the initramfs to fetch from");
    }
  },

  IPXE_HTTP("ipxe-http", GuestFirmware.BIOS, BootFiles.all(Url.IPXE_SCRIPT)),

  /**
   * iPXE that uses the card through the firmware that loaded it. Here that firmware is iPXE itself,
   * and DHCP cannot distinguish the two; so its boot file changes once the first is loaded.
   */
  UNDIONLY("undionly", GuestFirmware.BIOS, BootFiles.all("undionly.kpxe")) {
    @Override
    Optional<BootFiles> filesOnceRead() {
      return Optional.of(BootFiles.all(Url.IPXE_SCRIPT));
    }
  },

  /** Debian's GRUB, which has no HTTP. */
  GRUB_TFTP("grub-tftp", GuestFirmware.UEFI, BootFiles.all("grubx64.efi")),

  /** With the module http: GRUB and its configuration come by TFTP, the rest by HTTP. */
  GRUB_HTTP("grub-http", GuestFirmware.UEFI, BootFiles.all(GrubCores.BY_TFTP)) {
    @Override
    List<String> settings() {
      return List.of(searchPath(GrubCores.byTftp()));
    }
  },

  /** Secure Boot with Microsoft's keys; Debian has signed shim, GRUB and the kernel. */
  SHIM("shim", GuestFirmware.SECURE_BOOT, BootFiles.all("shimx64.efi")),

  SYSLINUX_EFI("syslinux-efi", GuestFirmware.UEFI, BootFiles.all("efi64/syslinux.efi")),

  /** No TFTP at all. */
  HTTP_GRUB("http-grub", GuestFirmware.UEFI_HTTP, BootFiles.byHttp(Url.ROOT + GrubCores.BY_HTTP)) {
    @Override
    List<String> settings() {
      return List.of(searchPath(GrubCores.byHttp()));
    }
  },

  /** No TFTP at all. */
  HTTP_IPXE(
      "http-ipxe",
      GuestFirmware.UEFI_HTTP,
      BootFiles.byHttp(Url.ROOT + "ipxe.efi").thenIpxe(Url.IPXE_SCRIPT)),

  /** iPXE for UEFI, loaded by TFTP. */
  IPXE_EFI("ipxe-efi", GuestFirmware.UEFI, BootFiles.all("ipxe.efi").thenIpxe(Url.IPXE_SCRIPT));

  private final String term;
  private final GuestFirmware firmware;
  private final BootFiles files;

  BootLoader(String term, GuestFirmware firmware, BootFiles files) {
    this.term = term;
    this.firmware = firmware;
    this.files = files;
  }

  /** Nested, because enum constants cannot refer to static fields of their own class. */
  private static final class Url {
    static final String ROOT = "http://" + LabNetwork.SERVER + "/";
    static final String IPXE_SCRIPT = ROOT + "boot.ipxe";
  }

  private static final class GrubCores {
    static final String BY_TFTP = "grub-tftp-http.efi";
    static final String BY_HTTP = "grub-http.efi";

    static Path byTftp() {
      return GrubCore.directory(BY_TFTP, "(tftp)/grub", Optional.empty());
    }

    /** GRUB does not detect that firmware loaded it by HTTP. */
    static Path byHttp() {
      String script = "net_bootp\nconfigfile (http," + LabNetwork.SERVER + ")/grub/grub.cfg\n";
      return GrubCore.directory(BY_HTTP, "(http)/grub", Optional.of(script));
    }
  }

  private static String searchPath(Path directory) {
    return "loaders.search-path=[\"" + directory + "\"]";
  }

  /** Part of scenario names. */
  String term() {
    return term;
  }

  GuestFirmware firmware() {
    return firmware;
  }

  BootFiles files() {
    return files;
  }

  /** What DHCP announces once the loader has been read, if that differs. */
  Optional<BootFiles> filesOnceRead() {
    return Optional.empty();
  }

  /** Why machines with this loader cannot use HTTP, if they cannot. */
  Optional<String> withoutHttp() {
    return Optional.empty();
  }

  /** The server settings that this loader needs. */
  List<String> settings() {
    return List.of();
  }
}
