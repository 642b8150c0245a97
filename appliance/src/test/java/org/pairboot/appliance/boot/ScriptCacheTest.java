package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pairboot.testing.Property;

class ScriptCacheTest {
  private static final int ENTRIES = 16;
  private static final long BYTES = 1000;

  @Test
  void whatIsFoundIsWhatWasPutLastAndNeverMoreThanAllowed() {
    Property.holds(draw -> {
      ScriptCache<Integer, String> cache = new ScriptCache<>(ENTRIES, BYTES);
      Map<Integer, String> put = new HashMap<>();
      for (int i = draw.between(0, 100); i > 0; i--) {
        int key = draw.between(-30, 30);
        String value = "value " + i;
        int size = draw.between(1, 300);
        cache.put(key, value, size);
        if (size <= BYTES / 4) {
          put.put(key, value);
          assertThat(cache.get(key)).contains(value);
        }
        assertThat(cache.bytes()).isBetween(0L, BYTES);
      }
      put.keySet().removeIf(key -> cache.get(key).isEmpty());
      put.forEach((key, value) -> assertThat(cache.get(key)).contains(value));
      assertThat(put).hasSizeLessThanOrEqualTo(ENTRIES);
    });
  }

  @Test
  void aFleetThatFitsIsKept() {
    ScriptCache<Integer, Integer> cache = new ScriptCache<>(64, BYTES);

    for (int key = 0; key < 64; key++) {
      cache.put(key, key, 1);
    }

    assertThat(cache.bytes()).isEqualTo(64);
  }
}
