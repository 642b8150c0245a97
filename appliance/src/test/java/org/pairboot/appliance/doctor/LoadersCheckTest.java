package org.pairboot.appliance.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.conf.Settings.LoaderSettings;

class LoadersCheckTest {
  @TempDir private Path directory;

  @Test
  void namesThePackagesOfMissingLoaders() {
    assertThat(check())
        .filteredOn(finding -> finding.where().equals("BIOS, PXELINUX"))
        .singleElement()
        .isEqualTo(
            Finding.warning(
                "BIOS, PXELINUX",
                "no pxelinux.0 and no ldlinux.c32 in the directories of loaders.*",
                "install the package pxelinux (Debian, Ubuntu) or syslinux-nonlinux (Fedora);"
                    + " install the package syslinux-common (Debian, Ubuntu) or syslinux-nonlinux"
                    + " (Fedora)"));
  }

  @Test
  void reportsAnIncompleteLoaderAsAProblem() throws Exception {
    Files.writeString(directory.resolve("pxelinux.0"), "x");

    assertThat(Lab.notOk(check()))
        .contains(
            "problem BIOS, PXELINUX: found pxelinux.0, but not ldlinux.c32, without which it does"
                + " not start");
  }

  @Test
  void acceptsCompleteLoaders() throws Exception {
    Files.writeString(directory.resolve("pxelinux.0"), "x");
    Files.writeString(directory.resolve("ldlinux.c32"), "x");
    Files.writeString(directory.resolve("shimx64.efi.signed"), "x");
    Files.writeString(directory.resolve("grubnetx64.efi.signed"), "x");

    assertThat(check())
        .contains(
            Finding.ok("BIOS, PXELINUX", "pxelinux.0 and ldlinux.c32"),
            Finding.ok("UEFI x86-64 with Secure Boot, GRUB", "shimx64.efi and grubx64.efi"));
  }

  private List<Finding> check() {
    return new LoadersCheck(new LoaderSettings(List.of(directory), List.of(), List.of(), List.of()))
        .run();
  }
}
