package org.pairboot.artifacts.format.streamhash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStreamHasherTest {
  private static final int CHUNK = StreamHash.DEFAULT_CHUNK_SIZE;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77_777})
  void agreesWithTheStreamHasher(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    StreamHasher reference = new StreamHasher();
    reference.update(bytes, 0, length);

    try (FileChannel file = file();
        FileStreamHasher hasher = new FileStreamHasher(file)) {
      for (int at = 0; at < length; at += 300_001) {
        int end = Math.min(length, at + 300_001);
        file.write(ByteBuffer.wrap(bytes, at, end - at));
        hasher.written(end);
      }

      assertThat(hasher.finish(length)).isEqualTo(reference.finish());
    }
  }

  @Test
  void failsOnAFileThatIsTooShort() throws IOException {
    try (FileChannel file = file();
        FileStreamHasher hasher = new FileStreamHasher(file)) {
      file.write(ByteBuffer.allocate(100));

      assertThatThrownBy(() -> hasher.finish(101)).isInstanceOf(EOFException.class);
    }
  }

  private FileChannel file() throws IOException {
    return FileChannel.open(
        directory.resolve("file"),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }
}
