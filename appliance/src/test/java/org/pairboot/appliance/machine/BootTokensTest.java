package org.pairboot.appliance.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.testing.Property;

class BootTokensTest {
  private static final String FACTS = "mac=52-54-00-00-00-01";

  @TempDir private Path directory;

  @Test
  void onlyTheTokenOfTheSameAttemptAndMachineIsAccepted() throws Exception {
    BootTokens tokens = BootTokens.open(directory);
    Property.holds(draw -> {
      long attempt = draw.between(1, 1_000_000);
      String facts = draw.text("abc=+~", 1, 40);
      String token = tokens.token(attempt, facts);
      assertThat(token).matches("[0-9]+-[0-9a-f]{32}").isEqualTo(tokens.token(attempt, facts));
      assertThat(tokens.attempt(token, facts)).hasValue(attempt);
      assertThat(tokens.attempt(token, facts + "x")).isEmpty();
      int at = draw.between(0, token.length() - 1);
      String changed =
          token.substring(0, at) + draw.of("0", "f", "-", "") + token.substring(at + 1);
      assertThat(tokens.attempt(changed, facts))
          .isEqualTo(changed.equals(token) ? OptionalLong.of(attempt) : OptionalLong.empty());
      assertThat(tokens.attempt(draw.anyText(60), facts)).isEmpty();
    });
  }

  @Test
  void theSecretIsMadeOnceAndIsForItsUserOnly() throws Exception {
    String token = BootTokens.open(directory).token(1, FACTS);

    assertThat(BootTokens.open(directory).token(1, FACTS)).isEqualTo(token);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .singleElement()
          .satisfies(file -> {
            assertThat(file).hasFileName("boot-secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
          });
    }
  }

  @Test
  void processesThatStartTogetherHaveTheSameSecret() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<String> open = () -> BootTokens.open(directory).token(1, FACTS);
      assertThat(threads.invokeAll(Stream.generate(() -> open).limit(8).toList()))
          .extracting(Future::get)
          .containsOnly(open.call());
    }
  }

  @Test
  void aDamagedSecretIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("boot-secret"), "short");

    assertThatThrownBy(() -> BootTokens.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + " is damaged: it has not 32 bytes; delete it and start the server again");
  }
}
