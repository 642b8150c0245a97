package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.conf.BootSettings.Reports;
import org.pairboot.conf.LoadedSettings.EffectiveSetting;
import org.pairboot.conf.SettingsLoader.CommandLine;

class SettingsLoaderTest {
  @TempDir private Path home;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = home.resolve("my.conf");
  }

  @Test
  void defaultsForAnOrdinaryUserNeedNoPrivileges() throws Exception {
    Settings settings = loader(ordinary()).load(CommandLine.EMPTY).settings();

    assertThat(settings.dataDir()).isEqualTo(home.resolve(".local/share/pairboot"));
    assertThat(settings.tftp().listen()).isEqualTo(new InetSocketAddress(6969));
    assertThat(settings.http().listen()).isEqualTo(new InetSocketAddress(8080));
    assertThat(settings.tftp().retransmit().initial()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.boot().image()).isEmpty();
    assertThat(settings.boot().reports()).isEqualTo(Reports.TOKEN);
  }

  @Test
  void defaultsForRootAreTheStandardPorts() throws Exception {
    Settings settings =
        loader(new Host(true, true, home, Map.of())).load(CommandLine.EMPTY).settings();

    assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/pairboot"));
    assertThat(settings.tftp().listen().getPort()).isEqualTo(69);
    assertThat(settings.http().listen().getPort()).isEqualTo(80);
  }

  @Test
  void honoursXdgDirectories() throws Exception {
    Path config = home.resolve("xdg/pairboot/pairboot.conf");
    Files.createDirectories(config.getParent());
    Files.writeString(config, "pairboot.shutdown.grace = 5s");
    Host host =
        new Host(
            false,
            false,
            home,
            Map.of("XDG_CONFIG_HOME", home + "/xdg", "XDG_DATA_HOME", home + "/data"));

    LoadedSettings loaded = loader(host).load(CommandLine.EMPTY);

    assertThat(loaded.file()).contains(config);
    assertThat(loaded.settings().shutdownGrace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(loaded.settings().dataDir()).isEqualTo(home.resolve("data/pairboot"));
  }

  @Test
  void theCommandLineOverridesTheFileAndTheFileTheDefaults() throws Exception {
    Files.writeString(
        file, "pairboot { tftp.listen = \"127.0.0.1:1111\", http.max-connections = 7 }");

    LoadedSettings loaded = loader(ordinary()).load(commandLine("tftp.listen=127.0.0.1:2222"));

    assertThat(loaded.settings().tftp().listen())
        .isEqualTo(new InetSocketAddress("127.0.0.1", 2222));
    assertThat(loaded.settings().http().limits().connections()).isEqualTo(7);
    assertThat(loaded.effective())
        .contains(
            new EffectiveSetting("tftp.listen", "127.0.0.1:2222", "--set"),
            new EffectiveSetting("http.max-connections", "7", file + ":1"),
            new EffectiveSetting("tftp.port-mode", "pool", "default"),
            new EffectiveSetting("http.listen", "0.0.0.0:8080", "default, auto"));
  }

  @Test
  void theDataDirOptionWins() throws Exception {
    CommandLine commandLine =
        new CommandLine(Optional.empty(), Optional.of(home), List.of("data-dir=/elsewhere"));

    assertThat(loader(ordinary()).load(commandLine).settings().dataDir()).isEqualTo(home);
  }

  @Test
  void acceptsListsOnTheCommandLine() throws Exception {
    CommandLine commandLine =
        new CommandLine(
            Optional.empty(), Optional.empty(), List.of("loaders.search-path=[/a, \"/b c\"]"));

    assertThat(loader(ordinary()).load(commandLine).settings().loaders().searchPath())
        .containsExactly(Path.of("/a"), Path.of("/b c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tftp.listen=localhost           | tftp.listen | ADDRESS:PORT",
        "tftp.listen=1.2.3.4:70000       | tftp.listen | port 0 to 65535",
        "tftp.port-mode=both             | tftp.port-mode | pool, single",
        "tftp.pool-ports=9-1             | tftp.pool-ports | FIRST-LAST",
        "tftp.max-blksize=7              | tftp.max-blksize | 8 to 65464",
        "tftp.max-blksize=1e9            | tftp.max-blksize | 8 to 65464",
        "tftp.max-blksize=12.5           | tftp.max-blksize | whole number",
        "tftp.max-window-bytes=lots      | tftp.max-window-bytes | 64KiB",
        "tftp.retransmit.initial=-1s     | tftp.retransmit.initial | 10ms",
        "tftp.enabled=perhaps            | tftp.enabled | true or false",
        "boot.method=nfs                 | boot.method | rootfs-url",
        "boot.reports=some               | boot.reports | any",
        "loaders.search-path=/one        | loaders.search-path | list of paths",
        "log.level=loud                  | log.level | debug",
        "data-dir=                       | data-dir | a directory",
        "foo.bar=1                       | foo | expected one of boot",
        "tftp.lisen=x                    | tftp.lisen | did you mean tftp.listen",
      })
  void anInvalidValueIsReportedWithWhatWasExpected(String override, String key, String expected) {
    SettingsException e = refused(commandLine(override));

    assertThat(e.mistakes()).hasSize(1);
    assertThat(e).hasMessageStartingWith("--set: " + key + ": ").hasMessageContaining(expected);
  }

  @Test
  void reportsEveryMistakeInAFileWithItsLine() throws Exception {
    Files.writeString(
        file,
        """
        pairboot {
          tftp {
            max-blksize = big
            port-mode = double
          }
        }
        """);

    SettingsException e = refused(commandLine());

    assertThat(e.mistakes())
        .extracting(Mistake::place)
        .containsExactlyInAnyOrder(file + ":3", file + ":4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pairboot.tftp.lissen = x       | tftp.lissen    | did you mean tftp.listen?",
        "pairboot.tftp.wholly-odd = x   | tftp.wholly-odd | expected one of access, advertise,"
            + " enabled",
        "pairboot.tftp = 69             | tftp           | is a section",
        "pairboot.data-dir { a = 1 }    | data-dir       | single setting",
        "tftp.listen = x                | tftp           | every key starts with pairboot.",
        "pairboot.log.level = null      | log.level      | invalid value null; expected",
        "pairboot.boot.kernel-arguments = \"a\\nb\" | boot.kernel-arguments | one line of text",
      })
  void reportsUnknownKeysAndMisplacedValues(String text, String key, String problem)
      throws Exception {
    Files.writeString(file, text);

    SettingsException e = refused(commandLine());

    assertThat(e).hasMessageStartingWith(file + ":1: " + key + ": ");
    assertThat(e).hasMessageContaining(problem);
  }

  @Test
  void reportsTheLineThatCannotBeParsed() throws IOException {
    Files.writeString(file, "pairboot {\n  tftp { enabled = true\n");

    assertThat(refused(commandLine())).hasMessageStartingWith(file + ":");
  }

  @Test
  void reportsAMissingFile() {
    assertThat(refused(commandLine())).hasMessage(file + ": no such settings file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tftp.listen", "=1", ""})
  void rejectsAnOverrideWithoutKeyOrValue(String override) {
    CommandLine commandLine =
        new CommandLine(Optional.empty(), Optional.empty(), List.of(override));

    assertThatThrownBy(() -> loader(ordinary()).load(commandLine))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("KEY=VALUE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:69 | 127.0.0.1       | 69",
        "[::1]:0      | 0:0:0:0:0:0:0:1 | 0",
        ":6969        | 0.0.0.0         | 6969",
        "0.0.0.0:69   | 0.0.0.0         | 69",
      })
  void readsListenAddresses(String text, String address, int port) throws Exception {
    CommandLine commandLine =
        new CommandLine(Optional.empty(), Optional.empty(), List.of("tftp.listen=" + text));

    InetSocketAddress listen = loader(ordinary()).load(commandLine).settings().tftp().listen();

    assertThat(listen.getAddress().getHostAddress()).isEqualTo(address);
    assertThat(listen.getPort()).isEqualTo(port);
  }

  private SettingsException refused(CommandLine commandLine) {
    return catchThrowableOfType(
        SettingsException.class, () -> loader(ordinary()).load(commandLine));
  }

  private CommandLine commandLine(String... overrides) {
    Optional<Path> named = Optional.of(file);
    return overrides.length == 0 || Files.exists(file)
        ? new CommandLine(named, Optional.empty(), Arrays.asList(overrides))
        : new CommandLine(Optional.empty(), Optional.empty(), Arrays.asList(overrides));
  }

  private static SettingsLoader loader(Host host) {
    return new SettingsLoader(host);
  }

  private Host ordinary() {
    return new Host(false, false, home, Map.of());
  }
}
