package org.pairboot.artifacts.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\t", "\u001b", "\u007f", "\u0085", "\u2028", "\u202e", "\ud800"})
  void replacesWhatATerminalWouldObey(String character) {
    assertThat(PrintableText.of("a" + character + "b")).isEqualTo("a?b");
    assertThat(PrintableText.isPrintable("a" + character)).isFalse();
  }

  @Test
  void keepsLettersOfAllScripts() {
    assertThat(PrintableText.of("Zürich 東京 👍")).isEqualTo("Zürich 東京 👍");
    assertThat(PrintableText.isPrintable("Zürich 東京 👍")).isTrue();
  }

  @Test
  void shortensByCodePointsAndMarksIt() {
    assertThat(PrintableText.of("👍👍👍", 2)).isEqualTo("👍👍...");
    assertThat(PrintableText.of("👍👍", 2)).isEqualTo("👍👍");
  }
}
