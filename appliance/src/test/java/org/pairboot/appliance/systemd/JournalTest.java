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
  void look() throws IOException {
    Map<String, Object> file = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
    device = (Long) file.get("dev");
    inode = (Long) file.get("ino");
  }

  @Test
  void the_stream_is_told_by_device_and_inode() {
    assertThat(takes(device + ":" + inode)).isTrue();
    assertThat(takes(device + ":" + (inode + 1))).isFalse();
    assertThat(takes((device + 1) + ":" + inode)).isFalse();
  }

  @Test
  void without_the_variable_it_is_not_the_journal() {
    assertThat(Journal.takesStandardError(Map.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "journal", "1:2:3"})
  void what_is_no_stream_is_not_the_journal(String stream) {
    assertThat(takes(stream)).isFalse();
  }

  private static boolean takes(String stream) {
    return Journal.takesStandardError(Map.of("JOURNAL_STREAM", stream));
  }
}
