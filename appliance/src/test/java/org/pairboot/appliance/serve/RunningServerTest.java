package org.pairboot.appliance.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.host.Processes;
import org.pairboot.appliance.serve.RunningServer.Addresses;
import org.pairboot.appliance.serve.RunningServer.Announcement;
import org.pairboot.testing.Property;

class RunningServerTest {
  private static final Addresses ADDRESSES =
      new Addresses(
          Optional.of(new InetSocketAddress("192.0.2.1", 69)),
          Optional.of(new InetSocketAddress("::1", 8080)),
          Optional.empty());
  private static final Path SETTINGS = Path.of("/etc/pairboot/other.conf");

  @TempDir private Path dataDir;

  @Test
  void isFoundWithWhatItSaysOfItself() throws Exception {
    announce();

    assertThat(RunningServer.find(dataDir))
        .hasValueSatisfying(server -> {
          assertThat(server.pid()).isEqualTo(ProcessHandle.current().pid());
          assertThat(server.addresses()).isEqualTo(ADDRESSES);
          assertThat(server.settingsFile()).contains(SETTINGS);
          assertThat(Duration.between(server.started(), Instant.now()))
              .isLessThan(Duration.ofHours(1));
        });
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void isNotFoundWhereNoneRuns() {
    assertThat(RunningServer.find(dataDir)).isEmpty();
    assertThat(RunningServer.find(dataDir.resolve("absent"))).isEmpty();
  }

  @Test
  void isNotFoundAfterItsEnd() throws Exception {
    announce().close();

    assertThat(RunningServer.find(dataDir)).isEmpty();
    assertThat(Files.list(dataDir.resolve("run"))).isEmpty();
  }

  @Test
  void aServerThatEndsLeavesTheFileOfTheNextOne() throws Exception {
    Announcement first = announce();
    Announcement second =
        RunningServer.announce(dataDir, ADDRESSES, Optional.empty()).orElseThrow();
    first.close();

    assertThat(RunningServer.find(dataDir))
        .hasValueSatisfying(server -> assertThat(server.settingsFile()).isEmpty());
    second.close();
    assertThat(RunningServer.find(dataDir)).isEmpty();
  }

  @Test
  void aProcessThatHasEndedIsNoServer() throws Exception {
    announce();
    Path noProcesses = Files.createDirectory(dataDir.resolve("proc"));

    assertThat(RunningServer.find(dataDir, new Processes(noProcesses))).isEmpty();
  }

  @Test
  void anotherProgramWithTheNumberOfTheServerIsNoServer() throws Exception {
    announce();
    Files.writeString(
        file(), Files.readString(file()).replaceFirst("(\"process\" *: *\".*)\"", "$10\""));

    assertThat(RunningServer.find(dataDir)).isEmpty();
  }

  @Test
  @Timeout(20)
  void aNamedPipeOrALinkIsNotRead() throws Exception {
    announce();
    Path moved = Files.move(file(), dataDir.resolve("moved"));
    Files.createSymbolicLink(file(), moved);
    assertThat(RunningServer.find(dataDir)).isEmpty();

    Files.delete(file());
    assertThat(new ProcessBuilder("mkfifo", file().toString()).start().waitFor()).isZero();
    assertThat(RunningServer.find(dataDir)).isEmpty();
  }

  @Test
  void anyBytesAreAServerOrNone() throws Exception {
    announce();
    byte[] sound = Files.readAllBytes(file());
    Property.tries(300)
        .hold(draw -> {
          byte[] bytes = sound.clone();
          for (int i = draw.between(0, 5); i > 0; i--) {
            bytes[draw.between(0, bytes.length - 1)] = (byte) draw.between(0, 255);
          }
          Files.write(file(), Arrays.copyOf(bytes, draw.between(0, bytes.length)));

          RunningServer.find(dataDir);
        });
    Files.write(file(), "[[[[[".repeat(20_000).getBytes(UTF_8));
    assertThat(RunningServer.find(dataDir)).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeWrittenDoesNotKeepAServerFromServing() throws Exception {
    Files.createFile(dataDir.resolve("run"));

    assertThat(RunningServer.announce(dataDir, ADDRESSES, Optional.empty())).isEmpty();
  }

  private Announcement announce() {
    return RunningServer.announce(dataDir, ADDRESSES, Optional.of(SETTINGS)).orElseThrow();
  }

  private Path file() {
    return dataDir.resolve("run/server.json");
  }
}
