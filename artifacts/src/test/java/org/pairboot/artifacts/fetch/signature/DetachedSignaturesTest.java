package org.pairboot.artifacts.fetch.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.fetch.signature.KeyRing.KeyRingException;
import org.pairboot.testing.Property;

/** Bytes that are not keys or signatures. Real ones, made by GnuPG, are tested in module it. */
class DetachedSignaturesTest {
  @TempDir private Path directory;

  private static final DetachedSignatures WITHOUT_KEYS;

  static {
    try {
      WITHOUT_KEYS = new DetachedSignatures(KeyRing.load(List.of()), InstantSource.system());
    } catch (KeyRingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rejectsRandomBytesAsASignature() {
    Property.holds(draw -> {
      byte[] bytes = draw.bytes(255);
      assertThat(WITHOUT_KEYS.verify(Path.of("not-read"), bytes, done -> {}))
          .isInstanceOf(DetachedSignatures.Verdict.Bad.class);
    });
  }

  @Test
  void parsesRandomBytesAsAKeyFile() {
    Property.holds(draw -> {
      byte[] bytes = draw.bytes(255);
      assertThat(KeyRing.parse(bytes)).isNotNull();
    });
  }

  @Test
  void ignoresOtherFilesInADirectoryButNotANamedFileWithoutKeys() throws IOException {
    Path readme = Files.writeString(directory.resolve("README"), "keys go here");
    assertThat(KeyRing.load(List.of(directory)).isEmpty()).isTrue();
    assertThat(KeyRing.load(List.of(directory.resolve("absent"))).isEmpty()).isTrue();
    assertThatThrownBy(() -> KeyRing.load(List.of(readme)))
        .isInstanceOf(KeyRingException.class)
        .hasMessageContaining(readme + " contains no OpenPGP public keys");
  }
}
