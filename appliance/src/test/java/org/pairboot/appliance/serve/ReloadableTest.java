package org.pairboot.appliance.serve;

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

class ReloadableTest {
  @TempDir private Path directory;
  private Path first;
  private final AtomicInteger loads = new AtomicInteger();

  @BeforeEach
  void write() throws IOException {
    first = Files.writeString(directory.resolve("first"), "second");
    Files.writeString(directory.resolve("second"), "good");
  }

  @Test
  void doesNotReloadUnchangedFiles() throws Exception {
    Reloadable<String> text = new Reloadable<>("texts", this::load);
    text.reloadIfChanged();

    assertThat(text.get()).isEqualTo("good");
    assertThat(loads).hasValue(1);
  }

  @Test
  void watchesFilesNamedInOtherFiles() throws Exception {
    Reloadable<String> text = new Reloadable<>("texts", this::load);
    Files.writeString(directory.resolve("second"), "better");
    text.reloadIfChanged();

    assertThat(text.get()).isEqualTo("better");
  }

  @Test
  void keepsThePreviousValueUntilTheMistakeIsCorrectedInAnyFile() throws Exception {
    Reloadable<String> text = new Reloadable<>("texts", this::load);
    Files.writeString(first, "third");
    text.reloadIfChanged();
    text.reloadIfChanged();
    assertThat(text.get()).isEqualTo("good");
    assertThat(loads).hasValue(2);

    Files.writeString(directory.resolve("third"), "corrected");
    text.reloadIfChanged();
    assertThat(text.get()).isEqualTo("corrected");
  }

  @Test
  void survivesErrorsAndTakesLaterGoodFiles() throws Exception {
    Reloadable<String> text =
        new Reloadable<>(
            "texts",
            watch -> {
              String loaded = load(watch);
              switch (loaded) {
                case "deep" -> throw new StackOverflowError();
                case "large" -> throw new OutOfMemoryError();
                case "odd" -> throw new UnsupportedOperationException();
                default -> {
                  return loaded;
                }
              }
            });
    for (String bad : new String[] {"deep", "large", "odd"}) {
      Files.writeString(directory.resolve("second"), bad);
      text.reloadIfChanged();
      assertThat(text.get()).isEqualTo("good");
    }
    Files.writeString(directory.resolve("second"), "corrected");
    text.reloadIfChanged();
    assertThat(text.get()).isEqualTo("corrected");
  }

  @Test
  void reportsAMistakeInTheFirstLoad() {
    assertThatThrownBy(
            () -> new Reloadable<>("texts", watch -> Files.readString(directory.resolve("none"))))
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
