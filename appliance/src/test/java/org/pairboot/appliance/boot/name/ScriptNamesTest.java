package org.pairboot.appliance.boot.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.boot.name.ScriptNames.Asked;
import org.pairboot.appliance.boot.name.ScriptNames.Stage;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;

/** What loaders ask for, and what that tells. */
class ScriptNamesTest {
  private static final MacAddress MAC = MacAddress.parse("52:54:00:12:34:56").orElseThrow();
  private static final UUID ID = UUID.fromString("564d1234-0000-4000-8000-0123456789ab");

  @Test
  void pxelinuxAndGrubGoFromSpecificToGeneral() {
    for (String directory : List.of("pxelinux.cfg/", "efi64/pxelinux.cfg/", "grub/grub.cfg-")) {
      Script script = directory.contains("grub") ? Script.GRUB : Script.PXELINUX;
      assertThat(asked(directory + ID).stage()).isEqualTo(Stage.EARLY);
      assertThat(asked(directory + ID).told().identity().uuid()).contains(ID);
      Asked byMac = asked(directory + "01-52-54-00-12-34-56");
      assertThat(byMac.script()).isEqualTo(script);
      assertThat(byMac.stage()).isEqualTo(Stage.SPECIFIC);
      assertThat(byMac.told().identity().mac()).contains(MAC);
      assertThat(ScriptNames.of(directory + "C0000201")).isEmpty();
    }
    assertThat(asked("pxelinux.cfg/default").stage()).isEqualTo(Stage.LAST);
    assertThat(asked("EFI/fedora/grub.cfg").stage()).isEqualTo(Stage.ANONYMOUS);
  }

  @Test
  void uBootAsksForItsKindOfBoardBeforeItAsksForWhatAllGet() {
    for (String board : List.of("arm-bcm283x-rpi", "arm", "riscv", "x86-qemu-qemu-x86", "x86")) {
      Asked asked = asked("pxelinux.cfg/default-" + board);
      assertThat(asked.script()).as(board).isEqualTo(Script.U_BOOT);
      assertThat(asked.stage()).isEqualTo(Stage.LAST);
    }
  }

  @Test
  void ipxeSaysWhoItIsWhenItWasAsked() {
    Asked asked =
        asked(
            "boot.ipxe/mac=52-54-00-12-34-56/uuid="
                + ID
                + "/arch=x86_64/platform=efi/serial=A 1/asset=");

    assertThat(asked.stage()).isEqualTo(Stage.LAST);
    assertThat(asked.told().identity().toString())
        .isEqualTo(
            "mac 52:54:00:12:34:56, uuid "
                + ID
                + ", serial A 1, architecture x86_64, firmware uefi");
    assertThat(asked("boot.ipxe").stage()).isEqualTo(Stage.ANONYMOUS);
    assertThat(asked("autoexec.ipxe").stage()).isEqualTo(Stage.ANONYMOUS);
  }

  @Test
  void aLoaderOfBiosCannotTellTheProcessor() {
    assertThat(asked("boot.ipxe/arch=i386/platform=pcbios").told().identity().architecture())
        .isEmpty();
    assertThat(asked("boot.ipxe/arch=arm64/platform=efi").told().identity().architecture())
        .contains(Architecture.AARCH64);
    assertThat(
            asked("grub/grub.cfg-mac=52:54:00:12:34:56,arch=i386,platform=pc")
                .told()
                .identity()
                .firmware())
        .contains(Firmware.BIOS);
  }

  @Test
  void nonsenseTellsNothing() {
    assertThat(
            asked("boot.ipxe/mac=x/uuid=1-1-1-1-1/serial=/arch=z80/what/=")
                .told()
                .identity()
                .toString())
        .isEqualTo("nothing known");
    assertThat(ScriptNames.of("xpxelinux.cfg/default")).isEmpty();
    assertThat(ScriptNames.of("")).isEmpty();
  }

  private static Asked asked(String name) {
    return ScriptNames.of(name).orElseThrow();
  }
}
