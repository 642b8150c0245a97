package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.ContentReader.Sink;

/** How long files stay open, and what happens when they are not what they should be. */
class FileContentTest {
  private static final String TEXT = "bytes of a blob";

  @TempDir Path temp;
  private Path file;
  private Content content;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(temp.resolve("blob"), TEXT);
    content = fileContent(file, TEXT);
  }

  @Test
  void keepsBytesReadableWhenTheFileIsRemoved() throws IOException {
    try (ContentReader reader = content.open()) {
      Files.delete(file);
      assertThat(read(reader)).isEqualTo(TEXT);
      assertThat(transfer(reader)).isEqualTo(TEXT);
      // somebody who comes later shares what is open
      try (ContentReader late = content.open()) {
        assertThat(transfer(late)).isEqualTo(TEXT);
      }
      assertThat(read(reader)).isEqualTo(TEXT);
    }
    assertThatThrownBy(content::open).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void releasesTheFileWithTheLastReader() throws IOException {
    assertThat(isOpen(file)).isFalse();
    ContentReader first = content.open();
    ContentReader second = content.open();
    first.close();
    first.close();
    assertThat(isOpen(file)).isTrue();
    second.close();
    assertThat(isOpen(file)).isFalse();
  }

  @Test
  void releasesOpenedPartsWhenAConcatenationCannotBeOpened() throws IOException {
    Content whole = new Concatenation(List.of(content, fileContent(temp.resolve("none"), "x")));
    assertThatThrownBy(whole::open).isInstanceOf(NoSuchFileException.class);
    assertThat(isOpen(file)).isFalse();
  }

  @Test
  void refusesWhatIsNoRegularFile() throws Exception {
    Path pipe = temp.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(temp.resolve("link"), file);
    for (Path odd : List.of(pipe, link, temp, Path.of("/dev/zero"))) {
      assertThatThrownBy(() -> fileContent(odd, TEXT).open())
          .isInstanceOf(IOException.class)
          .hasMessage(odd + " is not a regular file");
    }
  }

  @Test
  void opensAtOnceOnlyWhatIsOpenAlready() throws IOException {
    Content both = new Concatenation(List.of(content, content));
    assertThat(content.openAtOnce()).isEmpty();
    assertThat(both.openAtOnce()).isEmpty();
    try (ContentReader _ = content.open();
        ContentReader second = content.openAtOnce().orElseThrow();
        ContentReader third = both.openAtOnce().orElseThrow()) {
      assertThat(read(second)).isEqualTo(TEXT);
      assertThat(read(third)).isEqualTo(TEXT + TEXT);
    }
    assertThat(content.openAtOnce()).isEmpty();
    assertThat(isOpen(file)).isFalse();
  }

  @Test
  void readsAFileForItsDigestWhenSomebodyAsksForIt() throws IOException {
    Content loader = new FileContent(file, TEXT.length());
    try (ContentReader reader = loader.open()) {
      assertThat(read(reader)).isEqualTo(TEXT);
      // Its identity is not known, and would have to be read.
      assertThat(loader.openAtOnce()).isEmpty();
      assertThat(loader.identity()).isEqualTo(content.identity());
      loader.openAtOnce().orElseThrow().close();
    }
    Content gone = new FileContent(temp.resolve("none"), 1);
    assertThatThrownBy(gone::identity).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void refusesAFileThatIsTooShort() throws IOException {
    Files.writeString(file, "short");
    assertThatThrownBy(content::open)
        .isInstanceOf(IOException.class)
        .hasMessage(file + " has 5 bytes instead of 15");
    assertThat(isOpen(file)).isFalse();
  }

  @Test
  void opensAReplacedFileOnceTheOldOneIsReleased() throws IOException {
    try (ContentReader reader = content.open()) {
      Path other = Files.writeString(temp.resolve("other"), TEXT.toUpperCase());
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(read(reader)).isEqualTo(TEXT);
    }
    try (ContentReader reader = content.open()) {
      assertThat(read(reader)).isEqualTo(TEXT.toUpperCase());
    }
  }

  @Test
  void doesNotStopOtherReadersWhenOneIsInterrupted() throws IOException {
    try (ContentReader victim = content.open();
        ContentReader other = content.open()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> transfer(victim)).isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(transfer(other)).isEqualTo(TEXT);
      assertThat(read(victim)).isEqualTo(TEXT);
    }
  }

  @Test
  void letsThreadsOpenAndCloseAtTheSameTime() throws Exception {
    List<Callable<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(() -> {
        for (int round = 0; round < 200; round++) {
          try (ContentReader reader = content.open()) {
            assertThat(read(reader)).isEqualTo(TEXT);
          }
        }
        return TEXT;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<String> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(TEXT);
      }
    }
    assertThat(isOpen(file)).isFalse();
  }

  private static Content fileContent(Path file, String text) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    return new FileContent(file, bytes.remaining(), Sha256.of(bytes));
  }

  private static String read(ContentReader reader) throws IOException {
    ByteBuffer target = ByteBuffer.allocate((int) reader.length());
    reader.read(0, target);
    return StandardCharsets.UTF_8.decode(target.flip()).toString();
  }

  private static String transfer(ContentReader reader) throws IOException {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    reader.transferTo(
        0,
        reader.length(),
        new Sink() {
          @Override
          public long transferFrom(FileChannel source, long position, long count)
              throws IOException {
            return source.transferTo(position, count, Channels.newChannel(taken));
          }

          @Override
          public int write(ByteBuffer bytes) throws IOException {
            return Channels.newChannel(taken).write(bytes);
          }
        });
    return taken.toString(StandardCharsets.UTF_8);
  }

  /** Whether this process has the file mapped, or a descriptor on it. */
  private static boolean isOpen(Path file) throws IOException {
    Path self = Path.of("/proc/self");
    assumeTrue(Files.exists(self.resolve("maps")), "needs Linux's /proc");
    if (Files.readString(self.resolve("maps")).contains(file.toString())) {
      return true;
    }
    for (File descriptor : self.resolve("fd").toFile().listFiles()) {
      try {
        if (Files.readSymbolicLink(descriptor.toPath()).toString().startsWith(file.toString())) {
          return true;
        }
      } catch (NoSuchFileException e) {
        // closed since it was listed
      }
    }
    return false;
  }
}
