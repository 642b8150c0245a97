package org.pairboot.appliance.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedTest {
  @TempDir private Path directory;
  private Path first;
  private final AtomicInteger loads = new AtomicInteger();

  @BeforeEach
  void write() throws IOException {
    first = Files.writeString(directory.resolve("first"), "second");
    Files.writeString(directory.resolve("second"), "good");
  }

  @Test
  void whatHasNotChangedIsNotReadAgain() throws Exception {
    Reloaded<String> reloaded = new Reloaded<>("texts", this::load);
    reloaded.renew();

    assertThat(reloaded.get()).isEqualTo("good");
    assertThat(loads).hasValue(1);
  }

  @Test
  void filesThatOtherFilesNameAreWatchedToo() throws Exception {
    Reloaded<String> reloaded = new Reloaded<>("texts", this::load);
    Files.writeString(directory.resolve("second"), "better");
    reloaded.renew();

    assertThat(reloaded.get()).isEqualTo("better");
  }

  @Test
  void aMistakeLeavesTheOldValueUntilItIsMendedInWhateverFile() throws Exception {
    Reloaded<String> reloaded = new Reloaded<>("texts", this::load);
    Files.writeString(first, "third");
    reloaded.renew();
    reloaded.renew();
    assertThat(reloaded.get()).isEqualTo("good");
    assertThat(loads).hasValue(2);

    Files.writeString(directory.resolve("third"), "mended");
    reloaded.renew();
    assertThat(reloaded.get()).isEqualTo("mended");
  }

  @Test
  void aMistakeAtTheBeginningIsTold() {
    assertThatThrownBy(
            () -> new Reloaded<>("texts", watch -> Files.readString(directory.resolve("none"))))
        .isInstanceOf(IOException.class);
  }

  private String load(Consumer<Path> watch) throws IOException {
    loads.incrementAndGet();
    watch.accept(first);
    Path second = directory.resolve(Files.readString(first));
    watch.accept(second);
    return Files.readString(second);
  }
}
