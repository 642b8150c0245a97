package org.pairboot.it.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.DebPackage;
import org.pairboot.it.lab.Tools;

/** Shells complete Pairboot's command line with the files of the package. */
class CompletionIT {
  /** Limit for a shell that waits forever. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @BeforeEach
  void needTheFiles() {
    DebPackage.need();
  }

  @Test
  void completesInBash() {
    String script =
        """
        source "$0"
        COMP_WORDS=(pairboot channel s) COMP_CWORD=2
        _complete_pairboot && echo "${COMPREPLY[@]}"
        """;
    assertThat(shell("bash", "-c", script, DebPackage.completion("pairboot.bash").toString()).out())
        .isEqualTo("set\n");
  }

  @Test
  void completesInFish() {
    Tools.need("fish:fish");
    String script =
        "source %s; complete --do-complete='pairboot import --ke'"
            .formatted(DebPackage.completion("pairboot.fish"));
    assertThat(shell("fish", "--no-config", "-c", script).out())
        .contains("--keep\tKeep only the newest")
        .contains("--keep-fat\t");
  }

  @Test
  void completesInZshWithoutAChangeToTheUsersShell() throws IOException, URISyntaxException {
    Tools.need("zsh:zsh");
    String function = Files.readString(DebPackage.zshFunction());
    String installed = "/usr/share/bash-completion/completions/pairboot";
    assertThat(function).contains(installed);
    Files.writeString(
        directory.resolve("_pairboot"),
        function.replace(installed, DebPackage.completion("pairboot.bash").toString()));
    Path typing = Path.of(CompletionIT.class.getResource("complete.zsh").toURI());

    String seen =
        shell(
                "zsh",
                "-f",
                typing.toString(),
                directory.toString(),
                "pairboot import --allow-unv",
                "erified")
            .out();

    assertThat(seen)
        .doesNotContain("command not found")
        .contains("monitor")
        .doesNotContain("completealiases")
        .doesNotContain("compopt");
  }

  private static Command.Result shell(String... line) {
    return Command.run(List.of(line), LIMIT).succeeded();
  }
}
