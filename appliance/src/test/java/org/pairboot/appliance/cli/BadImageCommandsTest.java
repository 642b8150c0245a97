package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.TestImages;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.artifacts.store.ImageStore;

/** The commands, with an image that claims to be a verified pair and has no initramfs. */
class BadImageCommandsTest {
  private static final String WHY = "initramfs.img: neither an initramfs nor a rootfs";

  @TempDir private Path home;

  @BeforeEach
  void publish() throws Exception {
    ImageStore store = ImageStore.open(home.resolve("data"), ImageStore.Options.defaults());
    TestImages.publish(store, "fcos", "1", "x86_64", true);
  }

  @Test
  void verifyRejectsItWithOneMessage() {
    Outcome outcome = new TestProgram(home).run("verify", "fcos");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_VERIFIED);
    assertThat(outcome.out()).startsWith("fcos@1: rejected: " + WHY).containsOnlyOnce("\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void scrubRejectsIt() {
    Outcome outcome = new TestProgram(home).run("scrub");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_VERIFIED);
    assertThat(outcome.out()).containsOnlyOnce(WHY);
  }
}
