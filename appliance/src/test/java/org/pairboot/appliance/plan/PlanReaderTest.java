package org.pairboot.appliance.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.plan.Action.PartProtocols;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsException;

class PlanReaderTest {
  private static final String PLANS =
      """
      profiles {
        worker {
          image = "fcos@stable"
          method = appended
          kernel-arguments { add = "console=ttyS0", remove = "quiet rhgb" }
        }
        off { action = local-disk }
      }
      machines {
        node1 { select { mac = "52:54:00:00:00:01" }, profile = off }
        rack2 { select { subnet = [ "10.2.0.0/16", "10.3.0.0/16" ], firmware = uefi }, profile = worker }
      }
      """;

  @TempDir private Path directory;

  @Test
  void readsProfilesAndMachines() throws Exception {
    BootPlans plans = read(PLANS);

    MachineIdentity inRack =
        MachineIdentity.UNKNOWN
            .withAddress(Optional.of(InetAddress.ofLiteral("10.3.7.7")))
            .withPlatform(Optional.empty(), Optional.of(Firmware.UEFI));
    assertThat(plans.decide(inRack).profile().action())
        .isEqualTo(
            new Action.Boot(
                Optional.of(ImageSelector.parse("fcos@stable")),
                Method.APPENDED,
                PartProtocols.AUTO,
                new ArgumentChange(
                    KernelArguments.parse("console=ttyS0"), KernelArguments.parse("quiet rhgb")),
                List.of(),
                false));
    assertThat(plans.decide(inRack).reason())
        .isEqualTo("machine rack2 (subnet 10.3.0.0/16, firmware uefi), profile worker");
    MacAddress node = MacAddress.parse("52-54-00-00-00-01").orElseThrow();
    assertThat(plans.decide(inRack.withMac(node)).profile().action())
        .isEqualTo(new Action.LocalDisk());
    assertThat(plans.decide(MachineIdentity.UNKNOWN).profile().name()).contains("boot.*");
  }

  @Test
  void givesMachinesThatNothingSelectsTheProfileDefault() throws Exception {
    BootPlans plans = read("profiles.default.action = local-disk");
    assertThat(plans.decide(MachineIdentity.UNKNOWN).profile().action())
        .isEqualTo(new Action.LocalDisk());
  }

  @Test
  void namesTheLineAndTheRemedyOfEveryMistake() throws Exception {
    assertThat(
            mistakes(
                """
                profiles.worker {
                  image = "Fcos"
                  metod = auto
                }
                profiles.other { method = fast, action = sleep }
                machines {
                  a { select { mac = "52:54", serail = x }, profile = worker }
                  b { select { subnet = "10.2.0.1/16" }, profile = wroker }
                  c { profile = worker }
                  d { select { mac = "52:54:00:00:00:01" }, profile = wroker }
                }
                machine {}
                """))
        .containsExactlyInAnyOrder(
            "3: profiles.worker.metod: unknown setting; did you mean profiles.worker.method?",
            "5: profiles.other.method: invalid value \"fast\"; expected one of auto,"
                + " appended, concatenated, rootfs-url",
            "5: profiles.other.action: invalid value \"sleep\"; expected one of boot,"
                + " chain, local-disk, menu",
            "7: machines.a.select.mac: invalid value \"52:54\"; expected a MAC address such as"
                + " 52:54:00:12:34:56",
            "7: machines.a.select.serail: unknown condition; did you mean serial?",
            "8: machines.b.select.subnet: invalid value \"10.2.0.1/16\"; expected a network"
                + " such as 10.2.0.0/16 or fd00:1::/64",
            "9: machines.c.select: missing; expected one or more of mac, uuid, serial, asset-tag,"
                + " mac-prefix, subnet, architecture, firmware",
            "10: machines.d.profile: unknown profile 'wroker'; did you mean worker?",
            "12: machine: unknown section; expected profiles or machines");
  }

  @Test
  void refusesMachinesWithEqualSelections() throws Exception {
    assertThat(
            mistakes(
                """
                machines {
                  a { select { serial = [ ABC, X1 ] } }
                  b { select { serial = x1 } }
                }
                """))
        .singleElement()
        .asString()
        .contains("serial", "also selects machines.", "; add a condition to one of them");
  }

  @Test
  void refusesANameThatIsDefinedInTwoFiles() throws Exception {
    Files.writeString(directory.resolve("1.conf"), "profiles.a.method = auto");
    Files.writeString(directory.resolve("2.conf"), "\nprofiles.a.method = auto");

    SettingsException refused = catchThrowableOfType(SettingsException.class, this::read);

    assertThat(refused)
        .hasMessage(
            directory.resolve("2.conf")
                + ":2: profiles.a: already defined in "
                + directory.resolve("1.conf")
                + ":1; rename one of them");
  }

  @Test
  void refusesWordsThatNothingStandsForAndQuotesWithoutEnd() throws Exception {
    assertThat(
            mistakes(
                """
                profiles {
                  a { kernel-arguments.add = "x={srial} y={role} ok={mac}{disk}${var}" }
                  b { action = chain, url = "http://192.0.2.9/?u={uuid}&b={base_url}" }
                  default { kernel-arguments.add = "x={nodes}", variables.nodes = [ 1, 2 ] }
                }
                machines {
                  m1 { select.mac = "52:54:00:00:00:01", profile = a, variables { role = w, disk = sda } }
                  m2 {
                    select.mac = "52:54:00:00:00:02", profile = a, variables.disk = sdb
                    kernel-arguments.add = "z={hostnam}"
                  }
                  m3 { select.mac = "52:54:00:00:00:03", profile = b }
                }
                """))
        .containsExactlyInAnyOrder(
            "2: profiles.a.kernel-arguments.add: unknown word {srial}; did you mean {serial}?",
            "2: profiles.a.kernel-arguments.add: unknown word {role}; expected one of address,"
                + " asset-tag, base_url, booted_url, disk, documents_url, hostname, mac,"
                + " rootfs_url, serial, uuid, or a variable",
            "3: profiles.b.url: unknown word {base_url}; expected one of address, asset-tag,"
                + " hostname, mac, serial, uuid, or a variable",
            "4: profiles.default.kernel-arguments.add: {nodes} is a variable with several values;"
                + " expected a text, a number, true or false",
            "8: machines.m2.kernel-arguments.add: unknown word {hostnam}; did you mean"
                + " {hostname}?");
    assertThat(mistakes("profiles.a.kernel-arguments { add = \"a=\\\"b c\", remove = \"\\\"\" }"))
        .containsExactly(
            "1: profiles.a.kernel-arguments.add: the quote at character 3 has no second one",
            "1: profiles.a.kernel-arguments.remove: the quote at character 1 has no second one");
  }

  @Test
  void refusesWhatIsNoUrlToGoOnWith() throws Exception {
    String expected =
        "expected a URL such as http://192.0.2.9:8080/ipxe?mac={mac}, of http, https or tftp";
    assertThat(
            mistakes(
                """
                profiles {
                  a { action = chain }
                  b { action = chain, url = "ftp://192.0.2.9/x" }
                  c { action = chain, url = "http://192.0.2.9/?uuid=${uuid}" }
                }
                """))
        .containsExactlyInAnyOrder(
            "2: profiles.a.url: missing; " + expected,
            "3: profiles.b.url: invalid value \"ftp://192.0.2.9/x\"; " + expected,
            "4: profiles.c.url: invalid value \"http://192.0.2.9/?uuid=${uuid}\"; " + expected);
  }

  @Test
  void ignoresAPlaceThatDoesNotExist() throws Exception {
    BootSettings settings = settings(directory.resolve("absent"));
    assertThat(PlanReader.read(settings).machines()).isEmpty();
  }

  private List<String> mistakes(String text) throws Exception {
    SettingsException refused = catchThrowableOfType(SettingsException.class, () -> read(text));
    String prefix = directory.resolve("plans.conf") + ":";
    return refused.mistakes().stream()
        .map(Mistake::toString)
        .map(line -> line.replace(prefix, ""))
        .toList();
  }

  private BootPlans read(String text) throws Exception {
    Files.writeString(directory.resolve("plans.conf"), text);
    return read();
  }

  private BootPlans read() throws Exception {
    return PlanReader.read(settings(directory));
  }

  private static BootSettings settings(Path plans) {
    return new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plans), Optional.empty());
  }
}
