package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.serve.RunningServer;
import org.pairboot.appliance.serve.RunningServer.Addresses;
import org.pairboot.appliance.serve.RunningServer.Announcement;
import org.pairboot.artifacts.store.ImageStore;

/** Commands of a user who may not use low ports, while the service does. */
class RunningServerCommandsTest {
  @TempDir private Path home;
  private TestProgram program;
  private Path settingsFile;
  private Announcement announcement;

  @BeforeEach
  void announceAServiceOnTheStandardPorts() throws Exception {
    program = new TestProgram(home);
    settingsFile = Files.writeString(home.resolve("service.conf"), "pairboot.boot.plans = []\n");
    ImageStore.open(home.resolve("data"), ImageStore.Options.defaults());
    announcement = announce(Optional.of(settingsFile), "192.0.2.1");
  }

  @Test
  void dhcpAdviceNamesThePortsOfTheRunningServer() {
    Outcome outcome = program.run("dhcp", "--for", "dnsmasq");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("192.0.2.1").doesNotContain("8080").doesNotContain("6969");
  }

  @Test
  void dhcpAdviceSaysThatItAssumesPortsWhenNoServerRuns() {
    announcement.close();
    Outcome outcome = program.run("dhcp", "--for", "dnsmasq", "--address", "192.0.2.1");

    assertThat(outcome.out()).contains("http://192.0.2.1:8080/");
    assertThat(outcome.err())
        .isEqualTo(
            """
            note: no server is running with %s; these are the ports that one of this user would \
            have, so start the server first, or set tftp.listen and http.listen
            """
                .formatted(home.resolve("data")));
  }

  @Test
  void whatIsGivenOnTheCommandLineStillWins() {
    Outcome outcome =
        program.run("dhcp", "--for", "dnsmasq", "--set", "http.listen=192.0.2.7:8888");

    assertThat(outcome.out()).contains("http://192.0.2.1:8888/");
  }

  @Test
  void aServerWithoutTftpIsTakenAsItIs() {
    announcement =
        RunningServer.announce(
                home.resolve("data"),
                new Addresses(
                    Optional.empty(),
                    Optional.of(new InetSocketAddress("192.0.2.1", 80)),
                    Optional.empty()),
                Optional.empty())
            .orElseThrow();

    assertThat(program.run("dhcp", "--for", "dnsmasq").err())
        .contains("the running server (process " + ProcessHandle.current().pid() + ")")
        .contains("TFTP is off");
  }

  @Test
  void checkConfigShowsWhatAutoIsInTheRunningServerAndWhatTakesEffectLater() throws Exception {
    Files.writeString(settingsFile, "pairboot.http.listen = \"192.0.2.1:8000\"\n");
    Outcome outcome = program.run("check-config");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .containsPattern("tftp\\.listen +192\\.0\\.2\\.1:69 +default, auto")
        .containsPattern("http\\.listen +192\\.0\\.2\\.1:8000 +.*service\\.conf:1");
    assertThat(outcome.err())
        .contains("settings file: " + settingsFile)
        .contains(
            "warning: http.listen is 192.0.2.1:8000 in "
                + settingsFile
                + ":1, but the running server (process "
                + ProcessHandle.current().pid()
                + ") has 192.0.2.1:80; it reads that setting when it starts");
  }

  @Test
  void checkConfigFindsMistakesInASettingThatTheRunningServerReadLongAgo() throws Exception {
    Files.writeString(settingsFile, "pairboot.http.listen = nonsense\n");
    Outcome outcome = program.run("check-config");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains(settingsFile + ":1: http.listen");
  }

  @Test
  void planReadsThePlansOfTheRunningServer() throws Exception {
    Path plans = Files.createDirectory(home.resolve("plans"));
    Files.writeString(
        plans.resolve("lab.conf"),
        """
        profiles.disk { action = local-disk }
        machines.lathe { select { mac = "52:54:00:12:34:56" }, profile = disk }
        """);
    Files.writeString(settingsFile, "pairboot.boot.plans = [ \"" + plans + "\" ]\n");
    Outcome outcome = program.run("plan", "--mac", "52:54:00:12:34:56");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("lathe");
  }

  @Test
  void aSettingsFileGivenToTheCommandIsTheOneRead() throws Exception {
    Path other = Files.writeString(home.resolve("other.conf"), "pairboot.log.level = warn\n");
    Outcome outcome = program.run("check-config", "--config", other.toString());

    assertThat(outcome.err()).contains("settings file: " + other);
  }

  private Announcement announce(Optional<Path> file, String address) {
    return RunningServer.announce(
            home.resolve("data"),
            new Addresses(
                Optional.of(new InetSocketAddress(address, 69)),
                Optional.of(new InetSocketAddress(address, 80)),
                Optional.empty()),
            file)
        .orElseThrow();
  }
}
