package org.pairboot.it.firmware;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.image.GrubCore;
import org.pairboot.it.firmware.machine.BootFiles;
import org.pairboot.it.firmware.machine.Firmware;
import org.pairboot.it.firmware.machine.Wire;

/** What firmware starts, and by which protocol it goes on. */
enum Loader {
  PXELINUX("pxelinux", Firmware.BIOS, BootFiles.all("pxelinux.0")),

  /** Told by DHCP to look for everything by HTTP. */
  LPXELINUX("lpxelinux", Firmware.BIOS, BootFiles.all("lpxelinux.0").under(Url.ROOT)),

  /** The card's own iPXE, with nothing but TFTP. */
  IPXE_TFTP("ipxe-tftp", Firmware.BIOS, BootFiles.all("tftp://" + Wire.SERVER + "/boot.ipxe")) {
    @Override
    List<String> settings() {
      return List.of("http.enabled=false");
    }

    @Override
    Optional<String> withoutHttp() {
      return Optional.of("without HTTP there is no URL that the initramfs could fetch from");
    }
  },

  IPXE_HTTP("ipxe-http", Firmware.BIOS, BootFiles.all(Url.IPXE_SCRIPT)),

  /**
   * iPXE that uses the card through the firmware that loaded it. Here that is iPXE itself, and DHCP
   * could not tell one from the other: so it is told anew in between.
   */
  UNDIONLY("undionly", Firmware.BIOS, BootFiles.all("undionly.kpxe")) {
    @Override
    Optional<BootFiles> filesOnceRead() {
      return Optional.of(BootFiles.all(Url.IPXE_SCRIPT));
    }
  },

  /** Debian's, which has no HTTP. */
  GRUB_TFTP("grub-tftp", Firmware.UEFI, BootFiles.all("grubx64.efi")),

  /** With the module http: it comes by TFTP, and so does its configuration; the rest by HTTP. */
  GRUB_HTTP("grub-http", Firmware.UEFI, BootFiles.all(GrubCores.BY_TFTP)) {
    @Override
    List<String> settings() {
      return List.of(searchPath(GrubCores.byTftp()));
    }
  },

  /** Secure Boot with Microsoft's keys: shim, GRUB and kernel as Debian signs them. */
  SHIM("shim", Firmware.SECURE_BOOT, BootFiles.all("shimx64.efi")),

  SYSLINUX_EFI("syslinux-efi", Firmware.UEFI, BootFiles.all("efi64/syslinux.efi")),

  /** No TFTP at all. */
  HTTP_GRUB("http-grub", Firmware.UEFI_HTTP, BootFiles.byHttp(Url.ROOT + GrubCores.BY_HTTP)) {
    @Override
    List<String> settings() {
      return List.of(searchPath(GrubCores.byHttp()));
    }
  },

  /** No TFTP at all. */
  HTTP_IPXE(
      "http-ipxe",
      Firmware.UEFI_HTTP,
      BootFiles.byHttp(Url.ROOT + "ipxe.efi").thenIpxe(Url.IPXE_SCRIPT)),

  /** UEFI's iPXE by TFTP. */
  IPXE_EFI("ipxe-efi", Firmware.UEFI, BootFiles.all("ipxe.efi").thenIpxe(Url.IPXE_SCRIPT));

  private final String term;
  private final Firmware firmware;
  private final BootFiles files;

  Loader(String term, Firmware firmware, BootFiles files) {
    this.term = term;
    this.firmware = firmware;
    this.files = files;
  }

  /** Constants of enums cannot refer to fields of their own class. */
  private static final class Url {
    static final String ROOT = "http://" + Wire.SERVER + "/";
    static final String IPXE_SCRIPT = ROOT + "boot.ipxe";
  }

  private static final class GrubCores {
    static final String BY_TFTP = "grub-tftp-http.efi";
    static final String BY_HTTP = "grub-http.efi";

    static Path byTftp() {
      return GrubCore.directory(BY_TFTP, "(tftp)/grub", Optional.empty());
    }

    /** GRUB does not know by itself that firmware has loaded it by HTTP. */
    static Path byHttp() {
      String script = "net_bootp\nconfigfile (http," + Wire.SERVER + ")/grub/grub.cfg\n";
      return GrubCore.directory(BY_HTTP, "(http)/grub", Optional.of(script));
    }
  }

  private static String searchPath(Path directory) {
    return "loaders.search-path=[\"" + directory + "\"]";
  }

  /** In the names of scenarios. */
  String term() {
    return term;
  }

  Firmware firmware() {
    return firmware;
  }

  BootFiles files() {
    return files;
  }

  /** What DHCP is to say once the loader has been read, where that is something else. */
  Optional<BootFiles> filesOnceRead() {
    return Optional.empty();
  }

  /** Why no machine with this loader can use HTTP, if that is so. */
  Optional<String> withoutHttp() {
    return Optional.empty();
  }

  /** Settings of the server that it takes beside its own. */
  List<String> settings() {
    return List.of();
  }
}
