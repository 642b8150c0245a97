package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.artifacts.testimages.Kernels;

/** {@code check-config} and {@code plan} with boot plans. */
class PlansCommandsTest {
  private static final String FLEET =
      """
      profiles {
        worker { image = demo, kernel-arguments.add = "console=ttyS0" }
        disk { action = local-disk }
      }
      machines {
        node1 { select.mac = "52:54:00:00:00:01", profile = worker }
        rack2 { select { subnet = "10.2.0.0/16" }, profile = disk }
        maker { select.mac-prefix = "aa:bb", profile = worker }
      }
      """;

  @TempDir private Path home;
  private Path plans;

  @BeforeEach
  void importOne() throws IOException {
    plans = Files.createDirectory(home.resolve("plans"));
    Path kernel = Files.write(home.resolve("kernel"), Kernels.bzImage("a kernel"));
    Outcome imported =
        pairboot("import", "demo", "--version", "1", "--arch", "x86_64", "--kernel", "" + kernel);
    assertThat(imported.exitCode()).as(imported.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void endsWithHowMuchThereIs() throws Exception {
    write("a.conf", FLEET);
    write("b.conf", "profiles.other { image = demo }");
    Outcome checked = pairboot("check-config");
    assertThat(checked.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(checked.err().lines().toList().getLast())
        .isEqualTo("2 files, 3 profiles, 3 machines");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "profiles.a.image = dem#a.conf:1: profiles.a.image: image dem not found; did you mean"
            + " demo?",
        "profiles.a.image = \"demo@stable\"#a.conf:1: profiles.a.image: image demo@stable not"
            + " found",
        "profiles.a.kernel-arguments.add = \"x={srial}\"#a.conf:1: profiles.a.kernel-arguments.add:"
            + " unknown word {srial}",
        "machines.a { select { serial = s, architecture = aarch64 } }, profiles.default.image ="
            + " demo#a.conf:1: machines.a: nothing to boot: ",
        "profiles.a.documents.d { file = bad.ign, type = ignition }#bad.ign:1: ",
      })
  void warnsOfWhatOtherwiseAMachineFinds(String given) throws Exception {
    String[] textAndWarning = given.split("#");
    write("bad.ign", "{");
    write("a.conf", textAndWarning[0]);
    Outcome checked = pairboot("check-config");
    assertThat(checked.err())
        .contains("warning: " + plans.resolve(textAndWarning[1].split(":")[0]))
        .contains(textAndWarning[1]);
    assertThat(checked.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "machines { a { select.serial = s }, a { select.serial = t } }#machines.a: already defined",
        "machines { a { select.serial = s }\n b { select.serial = S } }#also selects machines.a",
        "machines.a { select.serial = s, select.serial = t }#machines.a.select.serial: already",
        "machines.a.select.mac = 52:54:00:12:34:56#a.conf:1: quote it: \"52:54:00:12:34:56\"",
        "profiles.a.documents.d { file = absent.ign }#absent.ign: no such file",
        "include url(\"http://192.0.2.1/\")#a.conf:1: only files can be included",
        "x0 = aaaaaaaaaa\nx1 = ${x0}${x0}\n#unknown section",
      })
  void refusesWhatAServerWouldNotUse(String given) throws Exception {
    String[] textAndMistake = given.split("#");
    write("a.conf", textAndMistake[0]);
    Outcome checked = pairboot("check-config");
    assertThat(checked.err()).contains(textAndMistake[1]);
    assertThat(checked.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void namesIgnoredFilesAndMissingDirectories() throws Exception {
    write("a.conf", "include \"used.inc\"\nprofiles.a.documents.d { file = used.txt }");
    write("used.inc", "");
    write("used.txt", "");
    write("b.conf.bak", FLEET);
    Files.createDirectory(plans.resolve("more"));
    Path absent = home.resolve("absent");
    Outcome checked =
        pairboot("check-config", "--set", "boot.plans=[\"" + plans + "\", \"" + absent + "\"]");
    assertThat(checked.err().lines().filter(line -> line.startsWith("warning")))
        .containsExactly(
            "warning: "
                + plans.resolve("b.conf.bak")
                + ": ignored: only plans whose names end in .conf are read",
            "warning: "
                + plans.resolve("more")
                + ": ignored: plans are read from "
                + plans
                + " only, not from below",
            "warning: --set: boot.plans: " + absent + " does not exist");
  }

  @Test
  void aTemplateWithAPartialIsAMistakeAndNoDefect() throws Exception {
    Path template = write("grub.cfg.mustache", "a\n{{> partial}}\n");
    Outcome checked = pairboot("check-config", "--set", "boot.templates=" + plans);
    assertThat(checked.err())
        .isEqualTo(
            "warning: %s: ignored: only plans whose names end in .conf are read%n"
                    .formatted(template)
                + "pairboot: %s:2: {{> partial}}: a script template cannot include another"
                    .formatted(template)
                + " template\n");
    assertThat(checked.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void printsALineForEachMachineOfThePlansAndOneForTheOthers() throws Exception {
    write("a.conf", FLEET);
    Outcome all = pairboot("plan", "--all");
    assertThat(all.exitCode()).as(all.err()).isEqualTo(ExitCode.DONE);
    assertThat(all.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("maker  mac-prefix aa:bb  worker  boot  demo@1"),
            line ->
                assertThat(line)
                    .startsWith(
                        "node1  mac 52:54:00:00:00:01  worker  boot  demo@1  x86_64  appended  ")
                    .contains("console=ttyS0"),
            line ->
                assertThat(line)
                    .isEqualTo("rack2  subnet 10.2.0.0/16  disk  local-disk  -  -  -  -"),
            line ->
                assertThat(line).startsWith("(others)  -  of the settings boot.*  boot  demo@1"));

    JsonNode json = new ObjectMapper().readTree(pairboot("plan", "--all", "--json").out());
    assertThat(json.findValuesAsText("machine")).containsExactly("maker", "node1", "rack2", "null");
    assertThat(json.get(1).get("version").asText()).isEqualTo("1");
    assertThat(pairboot("plan", "--all", "--mac", "52:54:00:00:00:01").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aBrokenPlanStopsNoCommand() throws Exception {
    write("a.conf", "machines {");
    write("b.conf", FLEET);
    Outcome plan = pairboot("plan", "--mac", "52:54:00:00:00:01");
    assertThat(plan.out()).contains("machine node1");
    assertThat(plan.err()).startsWith("warning: " + plans.resolve("a.conf") + ":1: ");
  }

  private Outcome pairboot(String... arguments) {
    boolean elsewhere =
        Stream.of(arguments).anyMatch(argument -> argument.startsWith("boot.plans"));
    return new TestProgram(home)
        .run(
            Stream.concat(
                    Stream.of(arguments),
                    elsewhere
                        ? Stream.empty()
                        : Stream.of("--set", "boot.plans=[\"" + plans + "\"]"))
                .toArray(String[]::new));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(plans.resolve(name), text);
  }
}
