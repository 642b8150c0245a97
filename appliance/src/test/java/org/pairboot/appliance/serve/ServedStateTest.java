package org.pairboot.appliance.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.TestImages;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.SnapshotWatch;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageSelector;

/** A command returns when the running server serves what it has changed. */
class ServedStateTest {
  private final ServedState served = new ServedState();

  @TempDir private Path directory;
  private ImageStore server;
  private ImageStore command;

  @BeforeEach
  void open() throws Exception {
    server = ImageStore.open(directory, ImageStore.Options.defaults());
    command =
        ImageStore.open(directory, ImageStore.Options.defaults().whenChanged(ServedState::await));
  }

  @Test
  void aCommandWaitsForTheRunningServer() throws Exception {
    try (SnapshotWatch _ = server.watch(served::serves);
        RunningServer.Announcement _ = announce().orElseThrow()) {
      served.announce(directory);
      for (int version = 1; version <= 5; version++) {
        String text = "fcos@" + version;
        TestImages.publish(command, "fcos", "" + version, "x86_64", true);
        assertThat(server.snapshot().find(ImageSelector.parse(text))).as(text).isPresent();
      }
      command.setChannel(new ChannelRef("fcos", "stable"), ImageSelector.parse("fcos@2"));
      assertThat(server.snapshot().channels("fcos")).containsKey("stable");
    }
  }

  @Test
  void aCommandDoesNotWaitWithoutAServer() throws Exception {
    TestImages.publish(command, "fcos", "1", "x86_64", true);
    assertThat(server.snapshot().images()).isEmpty();
    assertThat(server.refresh().images()).containsExactly("fcos");
  }

  @Test
  void aServerThatDoesNotAnswerDelaysACommandForSomeSecondsOnly() throws Exception {
    try (RunningServer.Announcement _ = announce().orElseThrow()) {
      assertThat(
              new ProcessBuilder("mkfifo", directory.resolve("run").resolve("images").toString())
                  .start()
                  .waitFor())
          .isZero();
      TestImages.publish(command, "fcos", "1", "x86_64", true);
    }
    assertThat(command.snapshot().images()).containsExactly("fcos");
    Files.delete(directory.resolve("run").resolve("images"));
  }

  private Optional<RunningServer.Announcement> announce() {
    return RunningServer.announce(
        directory,
        new RunningServer.Addresses(
            Optional.of(new InetSocketAddress(69)), Optional.empty(), Optional.empty()),
        Optional.empty());
  }
}
