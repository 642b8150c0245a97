package org.pairboot.it.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/**
 * Virtual machines with real firmware boot from the distribution. {@code -Dpairboot.it.full=true}
 * plays all scenarios; otherwise only representative ones are played. {@code
 * it/target/firmware/results.txt} keeps the table of results.
 */
class FirmwareIT {
  private static final boolean FULL = Boolean.getBoolean("pairboot.it.full");

  private static final List<ScenarioResult> RESULTS =
      Collections.synchronizedList(new ArrayList<>());
  private static ScenarioRunner runner;

  static Stream<Scenario> scenarios() {
    return Scenario.all().stream().filter(s -> FULL || s.runKind() == RunKind.EVERY_RUN);
  }

  @BeforeAll
  static void needTools() {
    Tools.needRoot("QEMU's network card needs /dev/net/tun and a network namespace");
    Tools.need(
        "qemu-system-x86_64:qemu-system-x86",
        "qemu-system-aarch64:qemu-system-arm",
        "/usr/lib/u-boot/qemu_arm64/u-boot.bin:u-boot-qemu",
        "dnsmasq:dnsmasq-base",
        "tcpdump:tcpdump",
        "nft:nftables",
        "mksquashfs:squashfs-tools",
        "cpio:cpio",
        "xz:xz-utils",
        "xorriso:xorriso",
        "objcopy:binutils",
        "grub-mkimage:grub-common",
        "mmdebstrap:mmdebstrap",
        "/usr/share/OVMF/OVMF_CODE_4M.fd:ovmf",
        "/usr/lib/PXELINUX/pxelinux.0:pxelinux",
        "/usr/lib/SYSLINUX.EFI/efi64/syslinux.efi:syslinux-efi",
        "/usr/lib/ipxe/undionly.kpxe:ipxe",
        "/usr/lib/shim/shimx64.efi.signed:shim-signed",
        "/usr/lib/grub/x86_64-efi/http.mod:grub-efi-amd64-bin",
        "/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed:grub-efi-amd64-signed");
    runner = new ScenarioRunner(false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  @Execution(ExecutionMode.CONCURRENT)
  void endsAsExpected(Scenario scenario) {
    ScenarioResult result = runner.play(scenario);
    RESULTS.add(result);
    result
        .failure()
        .ifPresent(failure -> {
          throw new AssertionError(
              failure.getMessage()
                  + "\nlogs: "
                  + runner.logs(scenario)
                  + "\ncaptured packets:\n"
                  + result.traffic(),
              failure);
        });
  }

  @AfterAll
  static void writeResults() throws IOException {
    if (runner == null) {
      return;
    }
    runner.close();
    String table = ScenarioResult.table(List.copyOf(RESULTS));
    String all = table + ScenarioResult.tableOfImpossible(Matrix.impossible());
    System.out.printf("Boots:%n%s", all);
    Files.writeString(Repository.cache("firmware").resolve("results.txt"), all);
  }
}
