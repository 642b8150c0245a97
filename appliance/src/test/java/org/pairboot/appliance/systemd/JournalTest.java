package org.pairboot.appliance.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private long device;
  private long inode;

  @BeforeEach
  void readStandardError() throws IOException {
    Map<String, Object> file = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
    device = (Long) file.get("dev");
    inode = (Long) file.get("ino");
  }

  @Test
  void comparesDeviceAndInode() {
    assertThat(isJournal(device + ":" + inode)).isTrue();
    assertThat(isJournal(device + ":" + (inode + 1))).isFalse();
    assertThat(isJournal((device + 1) + ":" + inode)).isFalse();
  }

  @Test
  void requiresTheVariable() {
    assertThat(Journal.isOnStandardError(Map.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "journal", "1:2:3"})
  void ignoresInvalidValues(String stream) {
    assertThat(isJournal(stream)).isFalse();
  }

  private static boolean isJournal(String stream) {
    return Journal.isOnStandardError(Map.of("JOURNAL_STREAM", stream));
  }
}
