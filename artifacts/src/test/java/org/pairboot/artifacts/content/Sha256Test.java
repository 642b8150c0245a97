package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
  // FIPS 180-4 example
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void computesDigestsAndParsesBothForms() {
    Sha256 digest = Sha256.of(ByteBuffer.wrap("abc".getBytes()));
    assertThat(digest.hex()).isEqualTo(ABC);
    assertThat(digest).hasToString("sha256:" + ABC).isEqualTo(Sha256.parse("sha256:" + ABC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "sha512:" + ABC, ABC, "sha256:" + ABC + "00"})
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> Sha256.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesUpperCase() {
    assertThatThrownBy(() -> new Sha256(ABC.toUpperCase()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
