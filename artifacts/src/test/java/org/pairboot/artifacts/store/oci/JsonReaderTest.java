package org.pairboot.artifacts.store.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final JsonMapper ORACLE = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\"a\": {\"b\": [1, -2, {\"c\": []}]}, \"d\": \"\\u00e4\\n\"} ",
        "[true, false, null, 4294967296, 18446744073709551616]",
        "{\"twice\": 1, \"twice\": 2}",
        "\"text\"",
        ""
      })
  void readsWhatAMapperReads(String json) throws IOException {
    assertThat(JsonReader.read(bytes(json))).isEqualTo(ORACLE.readTree(bytes(json)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "{\"a\":}", "{} {}", "{}]", "{a: 1}", "\0", "[1,]"})
  void refusesTextThatIsNotJson(String json) {
    assertThatIOException().isThrownBy(() -> JsonReader.read(bytes(json)));
  }

  @Test
  void refusesDeepNesting() {
    assertThatIOException().isThrownBy(() -> JsonReader.read(bytes("[".repeat(100_000))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
