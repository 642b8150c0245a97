package org.pairboot.appliance.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptNoticeTest {
  @TempDir private Path directory;

  @Test
  void saysWhatRemainsAndHowToContinue() throws Exception {
    Path downloads = directory.resolve("downloads");

    assertThat(InterruptNotice.text(downloads))
        .endsWith("interrupted before anything was published; run the same command again");
    Files.createDirectory(downloads);
    assertThat(InterruptNotice.text(downloads))
        .endsWith("is kept in " + downloads + ", and the same command continues there");
  }
}
