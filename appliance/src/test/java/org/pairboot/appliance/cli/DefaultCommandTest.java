package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.artifacts.testimages.Kernels;

/** What machines boot that no plan names, and what changes it. */
class DefaultCommandTest {
  private static final String INSTALLS = "inst.ks=http://192.0.2.1/ks.cfg";

  @TempDir private Path home;

  @BeforeEach
  void kernel() throws Exception {
    Files.write(home.resolve("vmlinuz"), Kernels.bzImage("a kernel"));
  }

  @Test
  void theFirstImportSetsItAndLaterOnesSayWhatMachinesKeepBooting() throws Exception {
    assertThat(imported("demo", "1", "").err())
        .contains("demo is the first image, so it is the default image now")
        .contains("machines that no plan names boot demo@1 ('pairboot default')");
    assertThat(imported("other", "1", "").err())
        .contains("machines that no plan names boot demo@1 ('pairboot default')")
        .doesNotContain("first image");
    assertThat(booted()).isEqualTo("demo@1");

    assertThat(imported("demo", "2", "").err()).contains("boot demo@2");
    assertThat(booted()).isEqualTo("demo@2");
    assertThat(pairboot("default").out()).isEqualTo("demo\n");
  }

  @Test
  void anInstallerSaysSoAndBecomesItOnlyWithYes() throws Exception {
    assertThat(imported("rhel", "9", INSTALLS).err())
        .contains("rhel@9 installs itself to a disk (" + INSTALLS + "), so it is not booted by")
        .contains(
            "have nothing to boot: no default image; choose one with 'pairboot default NAME'");
    assertThat(pairboot("images").out()).containsPattern("rhel +9 .*installs to a disk");
    assertThat(json("images").path(0).path("installsToDisk").asBoolean()).isTrue();
    assertThat(json("images").path(0).path("default").asBoolean()).isFalse();
    assertThat(plan().exitCode()).isEqualTo(ExitCode.NOTHING_TO_BOOT);

    Outcome refused = pairboot("default", "rhel");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains(INSTALLS, "add --yes if that is meant").hasLineCount(1);
    assertThat(json("default").path("image").isNull()).isTrue();

    assertThat(pairboot("default", "rhel", "--yes").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(booted()).isEqualTo("rhel@9");
    assertThat(json("default").path("installsBy").asText()).isEqualTo(INSTALLS);
    assertThat(json("images").path(0).path("default").asBoolean()).isTrue();
  }

  @Test
  void anInstallerUnderTheNameOfTheDefaultIsNotBootedUnasked() throws Exception {
    imported("demo", "1", "");
    assertThat(imported("demo", "2", INSTALLS).err())
        .contains("machines that no plan names boot demo@1");
    assertThat(booted()).isEqualTo("demo@1");
    assertThat(pairboot("images").out()).containsPattern("demo +1 .*default image");
  }

  @Test
  void aProfileComesBeforeTheSettingAndThatBeforeTheDefault() throws Exception {
    for (String name : new String[] {"stored", "set", "planned"}) {
      imported(name, "1", "");
    }
    assertThat(plan().out()).contains("of the settings boot.*, image of 'pairboot default'");
    assertThat(plan("--set", "boot.image=set").out())
        .contains("set@1", "of the settings boot.*, image of the setting boot.image");
    assertThat(pairboot("default", "--set", "boot.image=set").err())
        .contains("the default image is overridden by the setting boot.image")
        .contains("machines that no plan names boot set@1 (the setting boot.image)");

    Path plans = home.resolve("lab.conf");
    Files.writeString(plans, "profiles.default { image = planned }");
    String[] both = {"--set", "boot.image=set", "--set", "boot.plans=[\"" + plans + "\"]"};
    assertThat(plan(both).out()).contains("planned@1", "profile default");
    Outcome shown =
        pairboot(
            Stream.concat(Stream.of("default", "--json"), Stream.of(both)).toArray(String[]::new));
    assertThat(new ObjectMapper().readTree(shown.out()).toString())
        .isEqualTo(
            "{\"image\":\"stored\",\"version\":\"stored@1\",\"installsBy\":null,\"overriddenBy\":\"the"
                + " profile default of the plans\",\"boots\":\"planned@1\"}");

    // A profile that names no image leaves the choice to the next in that order.
    Files.writeString(plans, "profiles.default { kernel-arguments.add = debug }");
    assertThat(plan(both).out()).contains("set@1", "profile default, image of the setting");
    assertThat(plan(both[2], both[3]).out()).contains("stored@1", "image of 'pairboot default'");
  }

  @Test
  void noDefaultIsNothingToBootWithTheRemedy() throws Exception {
    imported("demo", "1", "");
    assertThat(pairboot("default", "--none").err())
        .contains("machines that no plan names have nothing to boot: no default image; choose one");
    Outcome nothing = plan();
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.NOTHING_TO_BOOT);
    assertThat(nothing.out()).contains("no default image; choose one with 'pairboot default NAME'");
    assertThat(pairboot("default").out()).isEmpty();
    assertThat(pairboot("default", "dmo").err()).contains("did you mean demo?");
    assertThat(pairboot("default", "demo", "--none").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void removeSparesWhatPlansAndTheSettingAndTheDefaultName() throws Exception {
    for (String name : new String[] {"stored", "set", "planned"}) {
      imported(name, "1", "");
    }
    Path plans = home.resolve("lab.conf");
    Files.writeString(plans, "profiles.lab { image = \"planned@1\" }");
    assertSpared("stored@1", "'pairboot default NAME'");
    assertSpared("set@1", "the setting boot.image boots it", "--set", "boot.image=set");
    assertSpared(
        "planned@1",
        "the profile lab of the plans boots it; change that first",
        "--set",
        "boot.plans=[\"" + plans + "\"]");
    assertThat(pairboot("default", "set").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(pairboot("remove", "stored@1").err()).isEqualTo("removed stored@1\n");
  }

  private void assertSpared(String image, String why, String... settings) {
    Outcome outcome =
        pairboot(
            Stream.concat(Stream.of("remove", image), Stream.of(settings)).toArray(String[]::new));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .contains("cannot remove " + image, why)
        .doesNotContain("pairboot channel")
        .hasLineCount(1);
  }

  private Outcome imported(String name, String version, String arguments) {
    Outcome outcome =
        pairboot(
            "import",
            name,
            "--version",
            version,
            "--kernel",
            home.resolve("vmlinuz").toString(),
            "--args",
            arguments);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.DONE);
    return outcome;
  }

  private String booted() throws Exception {
    JsonNode plan = json("plan", "--mac", "52:54:00:00:00:01");
    return plan.path("image").asText() + "@" + plan.path("version").asText();
  }

  private Outcome plan(String... settings) {
    return pairboot(
        Stream.concat(Stream.of("plan", "--mac", "52:54:00:00:00:01"), Stream.of(settings))
            .toArray(String[]::new));
  }

  private JsonNode json(String... arguments) throws Exception {
    String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
    return new ObjectMapper().readTree(pairboot(all).out());
  }

  private Outcome pairboot(String... arguments) {
    return new TestProgram(home).run(arguments);
  }
}
