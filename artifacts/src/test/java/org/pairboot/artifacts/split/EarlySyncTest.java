package org.pairboot.artifacts.split;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlySyncTest {
  private static final long MUCH = 64 << 20;

  @TempDir private Path directory;

  @Test
  void aFailureOfTheDiskIsToldToTheWriter() throws IOException {
    FileChannel file = file();
    file.close();
    try (EarlySync sync = new EarlySync(file)) {
      sync.written(MUCH);

      assertThatThrownBy(sync::await).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void littleIsLeftToTheEnd() throws IOException {
    FileChannel file = file();
    file.close();
    try (EarlySync sync = new EarlySync(file)) {
      sync.written(1000);

      assertThatCode(sync::await).doesNotThrowAnyException();
    }
  }

  private FileChannel file() throws IOException {
    return FileChannel.open(
        directory.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
