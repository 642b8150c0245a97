package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.BootSettings.Reports;

/** {@code pairboot next-boot} beside a server. */
class NextBootTest {
  private static final String MAC = "52:54:00:00:00:01";
  private static final UUID SYSTEM = UUID.fromString("4c4c4544-0042-3510-8052-b3c04f4b4e32");

  @TempDir private Path home;

  @BeforeEach
  void plan() throws Exception {
    entry("node1");
  }

  private void entry(String name) throws Exception {
    Files.writeString(
        home.resolve("plans.conf"),
        "profiles.default { next-boot = once }\nmachines.%s { select { mac = \"%s\" }, profile = default }\n"
            .formatted(name, MAC));
  }

  /** A machine gets its script. */
  private void boot(MachineIdentity machine) throws Exception {
    BootPlans plans =
        PlanReader.read(
            new BootSettings(
                Optional.empty(),
                Method.AUTO,
                "",
                List.of(home.resolve("plans.conf")),
                Optional.empty()));
    Path data = Files.createDirectories(home.resolve("data"));
    try (BootAttempts attempts =
        BootAttempts.open(
                data, () -> new PlannedMachines(plans), Reports.TOKEN, InstantSource.system())
            .start()) {
      attempts.begin(attempts.candidate(plans.decide(machine), machine), true);
    }
  }

  private static MachineIdentity node1() {
    return MachineIdentity.UNKNOWN
        .withMac(MacAddress.parse(MAC).orElseThrow())
        .withUuid(SYSTEM)
        .withSerial("ABC 1");
  }

  private Outcome nextBoot(String... arguments) {
    String plans = "boot.plans=[\"" + home.resolve("plans.conf") + "\"]";
    return new TestProgram(home)
        .run(
            Stream.concat(Stream.of("next-boot", "--set", plans), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private JsonNode listed() throws Exception {
    return new ObjectMapper().readTree(nextBoot("--json").out());
  }

  @Test
  void listsWhatIdentifiesAMachine() throws Exception {
    assertThat(nextBoot().err()).isEqualTo("no machine has used its boot\n");
    boot(node1());

    assertThat(nextBoot().out())
        .containsPattern(
            "node1 +begun +20.*Z +52:54:00:00:00:01 4c4c4544-0042-3510-8052-b3c04f4b4e32 abc 1");
    JsonNode one = listed().get(0);
    assertThat(one.fieldNames())
        .toIterable()
        .containsExactly("machine", "macs", "uuids", "serials", "stage", "since");
    assertThat(one.path("macs").get(0).asText()).isEqualTo(MAC);
    assertThat(one.path("stage").asText()).isEqualTo("begun");
  }

  @Test
  void acceptsNamesAndIdentifiersInAnySpelling() throws Exception {
    for (String name :
        new String[] {
          "node1",
          "5254.0000.0001",
          "525400000001",
          "52-54-00-00-00-01",
          SYSTEM.toString(),
          "4C4C4544-0042-3510-8052-B3C04F4B4E32",
          "44454c4c-4200-1035-8052-b3c04f4b4e32",
          "abc 1"
        }) {
      boot(node1());
      Outcome outcome = nextBoot(name);
      if (name.contains(".")) {
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err())
            .isEqualTo(
                "pairboot: 5254.0000.0001 has not used its boot; 'pairboot next-boot' lists the"
                    + " machines that have\n");
      } else {
        assertThat(outcome.err()).isEqualTo(name + " will boot from the network next time\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(listed()).isEmpty();
      }
    }
  }

  @Test
  void acceptsTheNewNameOfAMachineAndNotItsOldOne() throws Exception {
    boot(node1());
    entry("node9");
    assertThat(nextBoot().out()).contains("node1");

    assertThat(nextBoot("node9").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(listed()).isEmpty();
  }

  @Test
  void doesNotGuessWhichOfTwoMachinesIsMeant() throws Exception {
    boot(node1());
    Files.writeString(
        home.resolve("plans.conf"),
        "profiles.default { next-boot = once }\n"
            + "machines.node1 { select { mac = \"52:54:00:00:00:02\" }, profile = default }\n");
    boot(MachineIdentity.UNKNOWN.withMac(MacAddress.parse("52:54:00:00:00:02").orElseThrow()));

    assertThat(nextBoot("node1").exitCode()).as("the one of the plans").isEqualTo(ExitCode.DONE);
    assertThat(listed()).hasSize(1);
    boot(MachineIdentity.UNKNOWN.withMac(MacAddress.parse("52:54:00:00:00:02").orElseThrow()));
    Files.writeString(home.resolve("plans.conf"), "");
    Outcome outcome = nextBoot("node1");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .startsWith(
            "pairboot: several machines were called node1; name one by its MAC address, UUID or"
                + " serial number: node1 (mac 52:54:00:00:00:01, uuid");
    assertThat(listed()).hasSize(2);
  }

  @Test
  void worksWhenThePlansHaveAMistake() throws Exception {
    boot(node1());
    Files.writeString(home.resolve("plans.conf"), "machines {");
    Outcome outcome = nextBoot("node1");

    assertThat(outcome.err()).contains("warning: ", "node1 will boot from the network next time");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
  }
}
