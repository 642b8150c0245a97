package org.pairboot.artifacts.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LinuxCallsTest {
  private final Arena arena = Arena.ofConfined();
  private final LinuxCalls calls = new LinuxCalls(arena);

  @TempDir Path directory;

  @AfterEach
  void closeArena() {
    arena.close();
  }

  @Test
  void returnsTheResultOfACall() throws Exception {
    int fd = calls.open(Files.createFile(directory.resolve("file")));
    assertThat(fd).isNotNegative();
    assertThat(calls.flock(fd, Abi.LOCK_EX | Abi.LOCK_NB)).isZero();
    assertThat(calls.close(fd)).isZero();
  }

  @Test
  void returnsTheNegatedErrorNumberOfAFailedCall() {
    assertThat(calls.open(directory.resolve("missing"))).isEqualTo(-Abi.ENOENT);
    assertThat(calls.close(-1)).isEqualTo(-9);
  }

  @Test
  void namesTheCallAndTheSymbolOfTheError() {
    assertThatThrownBy(() -> LinuxCallException.check("bind", -Abi.EADDRINUSE))
        .isInstanceOfSatisfying(
            LinuxCallException.class, e -> assertThat(e.errno()).isEqualTo(Abi.EADDRINUSE))
        .hasMessage("bind: EADDRINUSE");
    assertThat(new LinuxCallException("bind", -1234)).hasMessage("bind: errno 1234");
  }
}
