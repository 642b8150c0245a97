package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.conf.SettingsLoader.CommandLine;
import org.pairboot.conf.TftpSettings.ClientPolicy;

class ClientPoliciesTest {
  @TempDir private Path home;

  private Settings load(String text, String... overrides) throws Exception {
    Path file = home.resolve("my.conf");
    Files.writeString(file, text);
    CommandLine commandLine =
        new CommandLine(Optional.of(file), Optional.empty(), List.of(overrides));
    return new SettingsLoader(new Host(false, false, home, Map.of())).load(commandLine).settings();
  }

  private SettingsException refused(String text, String... overrides) {
    return catchThrowableOfType(SettingsException.class, () -> load(text, overrides));
  }

  private static ClientPolicy of(Settings settings, String client) {
    return settings.tftp().clients().of(InetAddress.ofLiteral(client));
  }

  @Test
  void appliesTheMostSpecificNetworkWhichInheritsFromTheGeneralSettings() throws Exception {
    Settings settings =
        load(
            """
            pairboot.tftp {
              access = deny
              max-windowsize = 32
              subnets = [
                { net = "10.1.0.0/16", access = allow }
                { net = "10.1.9.0/24", access = allow, max-blksize = 512, rollover = 1 }
                { net = "fd00:1::/64", access = allow, max-windowsize = 8, mtu-clamp = false }
              ]
            }
            """);

    assertThat(of(settings, "10.2.0.1"))
        .isEqualTo(new ClientPolicy(Access.DENY, 65464, 32, true, 0));
    assertThat(of(settings, "10.1.8.255"))
        .isEqualTo(new ClientPolicy(Access.ALLOW, 65464, 32, true, 0));
    assertThat(of(settings, "10.1.9.0"))
        .isEqualTo(new ClientPolicy(Access.ALLOW, 512, 32, true, 1));
    assertThat(of(settings, "fd00:1::9"))
        .isEqualTo(new ClientPolicy(Access.ALLOW, 65464, 8, false, 0));
    assertThat(of(settings, "fd00:1:0:1::9").access()).isEqualTo(Access.DENY);
  }

  @Test
  void servesAllClientsByDefault() throws Exception {
    Settings settings = load("");
    assertThat(settings.tftp().clients().subnets()).isEmpty();
    assertThat(of(settings, "203.0.113.7"))
        .isEqualTo(new ClientPolicy(Access.ALLOW, 65464, 64, true, 0));
  }

  @Test
  void acceptsSubnetsOnTheCommandLine() throws Exception {
    Settings settings = load("", "tftp.subnets=[{net=10.0.0.0/8, access=deny}]");
    assertThat(of(settings, "10.9.9.9").access()).isEqualTo(Access.DENY);
    assertThat(refused("", "tftp.subnets=[{net=10.0.0.0/8, acess=deny}]"))
        .hasMessage("--set: tftp.subnets[0].acess: unknown setting; did you mean access?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ net = 10.0.0.0/8, max-blksiz = 9 }  | [0].max-blksiz: unknown setting; did you mean"
            + " max-blksize?",
        "{ net = 10.0.0.0/8, colour = red }    | [0].colour: unknown setting; expected one of"
            + " access, max-blksize",
        "{ access = deny }                     | [0].net: is missing; every entry must have it",
        "{ net = 10.0.0.1/8 }                  | [0].net: invalid value 10.0.0.1/8; expected a"
            + " network",
        "{ net = lab/8 }                       | [0].net: invalid value lab/8;",
        "{ net = 10.0.0.0/33 }                 | [0].net: ",
        "{ net = 'fd00::/129' }                | [0].net: ",
        "{ net = 10.0.0.0 }                    | [0].net: ",
        "{ net = 10.0.0.0/8, access = maybe }  | [0].access: invalid value maybe; expected"
            + " one of allow, deny",
        "{ net = 10.0.0.0/8, max-blksize = 7 } | [0].max-blksize: invalid value 7; expected a"
            + " whole number from 8",
        "{ net = 10.0.0.0/8, rollover = 2 }    | [0].rollover: invalid value 2;",
        "12                                    | : invalid value [12]; expected a list of"
            + " sections",
      })
  void reportsAMistakeInAnEntryWithItsLine(String entry, String message) {
    String text =
        "pairboot.tftp.subnets = [\n" + entry.replace('\'', '"') + "\n]"; // HOCON has no '
    SettingsException e = refused(text);
    assertThat(e.mistakes()).hasSize(1);
    assertThat(e.mistakes().getFirst().place()).startsWith(home.resolve("my.conf") + ":");
    assertThat(e.getMessage().replace("\"", "")).contains("tftp.subnets" + message);
    if (!entry.startsWith("1")) {
      assertThat(e.mistakes().getFirst().place()).endsWith(":2");
    }
  }

  @Test
  void reportsAllMistakesOfAllEntries() {
    SettingsException e =
        refused(
            """
            pairboot.tftp {
              rollover = 3
              subnets = [
                { net = 10.0.0.0/8, rollover = 2 }
                { net = 10.0.0.1/8
                  access = perhaps }
              ]
            }
            """);
    assertThat(e.mistakes())
        .extracting(each -> each.place().replaceAll(".*:", "") + " " + each.key())
        .containsExactlyInAnyOrder(
            "2 tftp.rollover",
            "4 tftp.subnets[0].rollover",
            "5 tftp.subnets[1].net",
            "6 tftp.subnets[1].access");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, ::1, false",
    "10.0.0.0/9, 10.127.255.255, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "192.168.1.7/32, 192.168.1.7, true",
    "192.168.1.7/32, 192.168.1.6, false",
    "fd00:1::/33, fd00:1:7fff::1, true",
    "fd00:1::/33, fd00:1:8000::1, false",
    "::/0, ::1, true",
  })
  void aNetworkContainsItsAddresses(String net, String address, boolean contained) {
    Network network = Network.parse(net).orElseThrow();
    assertThat(network.contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
  }
}
