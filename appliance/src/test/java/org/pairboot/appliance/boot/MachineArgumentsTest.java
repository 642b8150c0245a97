package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;

/** What plans say for machines one by one: kernel arguments, and other servers. */
class MachineArgumentsTest extends BootTest {
  private static final String PLANS =
      """
      profiles {
        p {
          image = demo
          kernel-arguments { add = "name={hostname} card={mac} rack={rack} s={serial}", remove = quiet }
          variables.rack = none
        }
        no-serial { image = demo, kernel-arguments { add = "name={hostname} rack={rack}" }, variables.rack = none }
        matchbox { action = chain, url = "http://192.0.2.9:8080/ipxe?mac={mac}" }
        efi { action = chain, url = "http://192.0.2.9/tool.efi" }
      }
      machines {
        m1 {
          select.mac = "52:54:00:00:00:01", profile = p
          variables.rack = "b 12", kernel-arguments { add = "console=ttyS1", remove = card }
        }
        m2 { select.mac = "52:54:00:00:00:02", profile = no-serial, kernel-arguments.remove = BOOTIF }
        m3 { select.mac = "52:54:00:00:00:03", profile = matchbox }
        m4 { select.mac = "52:54:00:00:00:04", profile = efi }
      }
      """;

  private BootSettings settings;

  @BeforeEach
  void plan() throws Exception {
    boots.publish("demo", "1.0", false);
    Path plans = Files.writeString(directory.resolve("plans.conf"), PLANS);
    settings =
        new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plans), Optional.empty());
  }

  @Test
  void wordsStandForWhatTheMachineTellsAndForVariables() throws Exception {
    assertThat(boots.get("boot.ipxe/mac=52-54-00-00-00-01/serial=A ${b}|\"'/arch=x86_64", settings))
        .contains(
            " name=m1 rack=\"b${blank:string}12\" s=A%20%24%7Bb%7D%7C%22%27 console=ttyS1"
                + " BOOTIF=01-$");
  }

  @Test
  void aMachineThatDoesNotTellWhatIsAskedForGetsTheReason() throws Exception {
    assertThat(boots.get("pxelinux.cfg/01-52-54-00-00-00-01", settings))
        .contains("SAY the kernel arguments need {serial}, which is not known of this machine\n")
        .contains("# Chosen: machine m1 (mac 52:54:00:00:00:01), profile p\n");
  }

  @Test
  void bootifIsLeftOutWhereItIsRemoved() throws Exception {
    assertThat(boots.get("pxelinux.cfg/01-52-54-00-00-00-02", settings))
        .contains("rootfs.img quiet name=m2 rack=none\n")
        .doesNotContain("IPAPPEND");
  }

  @Test
  void loadersGoOnWithAnotherServerWhereTheyCan() throws Exception {
    assertThat(boots.get("boot.ipxe/mac=52-54-00-00-00-03", settings))
        .contains(
            "chain --replace http://192.0.2.9:8080/ipxe?mac=52:54:00:00:00:03 || goto _failed\n");
    assertThat(boots.get("grub/grub.cfg-01-52-54-00-00-00-03", settings))
        .contains("  configfile '(http,192.0.2.9:8080)/ipxe?mac=52:54:00:00:00:03'\n");
    assertThat(boots.get("pxelinux.cfg/01-52-54-00-00-00-03", settings))
        .contains("  CONFIG http://192.0.2.9:8080/ipxe?mac=52:54:00:00:00:03\n");
    assertThat(boots.get("grub/grub.cfg-01-52-54-00-00-00-04", settings))
        .contains("  if chainloader '(http,192.0.2.9)/tool.efi'; then\n    boot\n");
    assertThat(boots.get("pxelinux.cfg/01-52-54-00-00-00-04", settings))
        .contains(
            "SAY PXELINUX cannot continue with http://192.0.2.9/tool.efi; iPXE can, as the loader"
                + " of this machine\n");
  }
}
