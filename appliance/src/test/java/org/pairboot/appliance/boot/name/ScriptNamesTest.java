package org.pairboot.appliance.boot.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.boot.name.ScriptNames.Asked;
import org.pairboot.appliance.boot.name.ScriptNames.Stage;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.testing.Property;

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
      assertThat(ScriptNames.of(request(directory + "C0000201"))).isEmpty();
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
  void aSerialNumberArrivesWholeOverHttp() {
    Property.holds(draw -> {
      String characters = "AZ09 /%~+=&?#'\"$.-_";
      String serial = draw.text(characters, 1, 128).strip();
      String tag = draw.text(characters, 1, 128).strip();
      String path = "/boot.ipxe/serial=" + uriString(serial) + "/asset=" + uriString(tag);

      RequestName name = RequestName.fromHttpPath(path);

      if (name instanceof RequestName.Accepted(String accepted)) {
        MachineIdentity told = asked(accepted).told().identity();
        assertThat(told.serial()).isEqualTo(Optional.of(serial).filter(text -> !text.isEmpty()));
        assertThat(told.assetTag()).isEqualTo(Optional.of(tag).filter(text -> !text.isEmpty()));
      } else {
        assertThat(name).isEqualTo(new RequestName.Refused("name is longer than 480 characters"));
      }
    });
  }

  @Test
  void aSlashInASerialNumberSurvivesTftp() {
    MachineIdentity told =
        asked("boot.ipxe/mac=52-54-00-12-34-56/serial=CN/7016/A1/asset=R 4/12/arch=arm64/odd=1")
            .told()
            .identity();

    assertThat(told.mac()).contains(MAC);
    assertThat(told.serial()).contains("CN/7016/A1");
    assertThat(told.assetTag()).contains("R 4/12");
    assertThat(told.architecture()).contains(Architecture.AARCH64);
  }

  @Test
  void aTildeOfAMachineIsNoEscape() {
    assertThat(asked("boot.ipxe/serial=A~20B").told().identity().serial()).contains("A~20B");
    assertThat(MachineFacts.parse("serial=A~20B").identity().serial()).contains("A B");
  }

  @Test
  void whatAMachineTellsIsWrittenAndReadAlike() {
    Property.holds(draw -> {
      String characters = "AZ09 /%~+=&?#'\"$.-_";
      MachineIdentity identity =
          MachineIdentity.UNKNOWN
              .withSerial("s" + draw.text(characters, 0, 120) + "s")
              .withAssetTag("a" + draw.text(characters, 0, 120) + "a")
              .withMac(MAC);
      String text = MachineFacts.of(identity).text();

      assertThat(text).matches("[A-Za-z0-9._~+=-]+");
      assertThat(MachineFacts.parse(text).identity()).isEqualTo(identity);
    });
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
    assertThat(ScriptNames.of(request("xpxelinux.cfg/default"))).isEmpty();
    assertThat(ScriptNames.of(request(""))).isEmpty();
  }

  /** As iPXE's setting type of this name encodes. */
  private static String uriString(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Asked asked(String name) {
    return ScriptNames.of(request(name)).orElseThrow();
  }

  private static BootRequest request(String name) {
    InetSocketAddress any = new InetSocketAddress("192.0.2.1", 69);
    return new BootRequest(name, Protocol.TFTP, any, any);
  }
}
