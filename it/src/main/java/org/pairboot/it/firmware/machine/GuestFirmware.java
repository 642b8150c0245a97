package org.pairboot.it.firmware.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.guest.Guest;

/** The firmware of a guest. */
public enum GuestFirmware {
  /** SeaBIOS, with QEMU's iPXE as the network card's option ROM. */
  BIOS {
    @Override
    List<String> options(Path directory) {
      return List.of("-machine", "pc,graphics=off", "-boot", "order=n,reboot-timeout=1000");
    }

    @Override
    String card(String rest) {
      return "virtio-net-pci," + rest;
    }
  },

  /** EDK2 with its own PXE client. */
  UEFI {
    @Override
    List<String> options(Path directory) {
      return uefi(directory, "q35", "OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd", "IPv6PXESupport");
    }
  },

  /** The same with Secure Boot and Microsoft's keys. */
  SECURE_BOOT {
    @Override
    List<String> options(Path directory) {
      return Stream.concat(
              uefi(
                  directory,
                  "q35,smm=on",
                  "OVMF_CODE_4M.secboot.fd",
                  "OVMF_VARS_4M.ms.fd",
                  "IPv6PXESupport")
                  .stream(),
              Stream.of("-global", "driver=cfi.pflash01,property=secure,value=on"))
          .toList();
    }
  },

  /** EDK2 that boots by HTTP. */
  UEFI_HTTP {
    @Override
    List<String> options(Path directory) {
      return uefi(
          directory,
          "q35",
          "OVMF_CODE_4M.fd",
          "OVMF_VARS_4M.fd",
          "IPv4PXESupport",
          "IPv6PXESupport");
    }
  },

  /** U-Boot instead of a BIOS, as on a board. */
  U_BOOT {
    @Override
    List<String> options(Path directory) {
      return List.of("-machine", "pc", "-bios", "/usr/lib/u-boot/qemu-x86/u-boot.rom");
    }

    @Override
    String card(String rest) {
      return "e1000,romfile=," + rest;
    }
  },

  /** U-Boot on a 64-bit ARM board that was set up to boot from the network. */
  U_BOOT_ARM64 {
    @Override
    String emulator() {
      return "qemu-system-aarch64";
    }

    @Override
    List<String> options(Path directory) {
      Path flash = UBootEnvironment.write(directory.resolve("environment.bin"));
      return List.of(
          "-machine",
          "virt",
          "-cpu",
          "cortex-a57",
          "-bios",
          "/usr/lib/u-boot/qemu_arm64/u-boot.bin",
          "-drive",
          "if=pflash,format=raw,unit=1,file=" + flash);
    }

    @Override
    String card(String rest) {
      // U-Boot 2023.01 reads six times the first byte of a virtio card's MAC address.
      return U_BOOT.card(rest);
    }
  };

  private static final Path OVMF = Path.of("/usr/share/OVMF");

  /** QEMU's program for the architecture. */
  String emulator() {
    return Guest.PC;
  }

  /**
   * QEMU options.
   *
   * @param directory for the variables that the firmware changes
   */
  abstract List<String> options(Path directory);

  /**
   * The network card.
   *
   * @param rest the properties that all cards have
   */
  String card(String rest) {
    // With its option ROM, QEMU's iPXE would replace EDK2's own network stack.
    return "virtio-net-pci,romfile=," + rest;
  }

  /**
   * @param without features to switch off; each would take a minute to time out
   */
  private static List<String> uefi(
      Path directory, String machine, String code, String variables, String... without) {
    try {
      Path own = directory.resolve("variables.fd");
      Files.copy(OVMF.resolve(variables), own);
      List<String> options =
          new ArrayList<>(
              List.of(
                  "-machine",
                  machine,
                  "-drive",
                  "if=pflash,format=raw,readonly=on,file=" + OVMF.resolve(code),
                  "-drive",
                  "if=pflash,format=raw,file=" + own));
      for (String support : without) {
        options.addAll(List.of("-fw_cfg", "name=opt/org.tianocore/" + support + ",string=n"));
      }
      return options;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
