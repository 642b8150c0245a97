package org.pairboot.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.docs.Expectation.Run;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;

/**
 * The blocks of one page, run in order on their own machine. Each has its own shell in the same
 * directory, so files persist and variables do not.
 */
final class PageRun {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final DocumentPage page;
  private final Path directory;

  private PageRun(DocumentPage page, Path directory) {
    this.page = page;
    this.directory = directory;
  }

  /** Runs all blocks of a page, even if some fail. */
  static PageRun run(PageEnvironment environment, DocumentPage page, Path directory) {
    try {
      Files.createDirectory(directory);
      PageRun run = new PageRun(page, directory);
      for (Block block : page.blocks()) {
        if (block.expectation() instanceof Run expected && isRun(block)) {
          Files.writeString(run.file(block, "sh"), expected.before() + command(block));
        }
      }
      Path machine = directory.resolve("machine");
      Files.writeString(machine, PageEnvironment.resource("machine"));
      Command.run(run.line(environment, machine), LIMIT).succeeded();
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a block holds commands, or settings for {@code check-config}. */
  static boolean isRun(Block block) {
    return block.isShell() || block.isSettings();
  }

  private static String command(Block block) {
    return block.isShell()
        ? block.text()
        : "cat >settings.conf <<'SETTINGS'\n"
            + block.text()
            + "SETTINGS\npairboot check-config --config settings.conf\n";
  }

  private List<String> line(PageEnvironment environment, Path machine) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--net",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "bash",
                machine.toString(),
                environment.files().toString(),
                environment.trust().toString(),
                Repository.pairboot().toString(),
                directory.toString()));
    line.addAll(environment.hosts());
    return line;
  }

  private Path file(Block block, String extension) {
    return directory.resolve(block.line() + "." + extension);
  }

  /** Asserts that a block ended with the expected exit code. */
  void assertEndedAsExpected(Block block, Run run) {
    try {
      assertThat(Files.readString(file(block, "exit")).strip())
          .as(
              "exit code of the block in line %d of %s%n%s%nout: %s%nerr: %s",
              block.line(),
              page.file(),
              Files.readString(file(block, "sh")),
              Files.readString(file(block, "out")),
              Files.readString(file(block, "err")))
          .isEqualTo(Integer.toString(run.exitCode()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
