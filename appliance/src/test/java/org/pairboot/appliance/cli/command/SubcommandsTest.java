package org.pairboot.appliance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.conf.Host;
import picocli.CommandLine;

class SubcommandsTest {
  private static CommandLine commandLine(String... words) {
    return PairbootCommand.commandLine(Host.current(), new Console(System.out, System.err), words);
  }

  private static Set<String> of(String line) {
    return commandLine(line.split(" ")).getSubcommands().keySet();
  }

  @Test
  void addsOnlyWhatTheLineCanMean() {
    assertThat(of("--data-dir verify verify images@1")).containsExactly("verify");
    assertThat(of("show images --json")).containsExactly("images", "show");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "verfy demo",
        "verify --help",
        "-h verify",
        "@options verify",
        "generate-completion"
      })
  void addsAllWhereAllMayMatter(String line) {
    assertThat(of(line)).contains("serve", "import", "check-config", "generate-completion");
  }

  @Test
  void printsTheVersionWithoutSubcommands() {
    assertThat(of("--version")).isEmpty();
    assertThat(of("-V")).isEmpty();
  }

  @Test
  void findsEachSubcommandByEveryName() {
    Map<String, CommandLine> all = commandLine().getSubcommands();

    assertThat(all).hasSizeGreaterThan(10);
    all.forEach((name, command) -> {
      if (!name.equals("generate-completion")) {
        assertThat(commandLine(name).getSubcommands().values())
            .as("pairboot " + name)
            .extracting(CommandLine::getCommandName)
            .containsOnly(command.getCommandName());
      }
    });
  }
}
