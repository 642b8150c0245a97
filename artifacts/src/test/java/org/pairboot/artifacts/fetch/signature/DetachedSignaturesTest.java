package org.pairboot.artifacts.fetch.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are no keys and no signatures. Real ones, made by GnuPG, are tested in module it. */
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

  @Property(tries = 1000)
  void any_bytes_are_a_signature_that_does_not_count(@ForAll byte[] bytes) throws IOException {
    assertThat(WITHOUT_KEYS.verify(Path.of("not-read"), bytes, done -> {}))
        .isInstanceOf(SignatureVerdict.Bad.class);
  }

  @Property(tries = 1000)
  void any_bytes_are_a_file_without_keys_or_with(@ForAll byte[] bytes) {
    assertThat(KeyFile.parse(bytes)).isNotNull();
  }

  @Test
  void what_lies_among_keys_is_passed_over_but_what_is_named_must_be_one() throws IOException {
    Path readme = Files.writeString(directory.resolve("README"), "keys go here");
    assertThat(KeyRing.load(List.of(directory)).isEmpty()).isTrue();
    assertThat(KeyRing.load(List.of(directory.resolve("absent"))).isEmpty()).isTrue();
    assertThatThrownBy(() -> KeyRing.load(List.of(readme)))
        .isInstanceOf(KeyRingException.class)
        .hasMessageContaining(readme + " has no OpenPGP public keys");
  }
}
