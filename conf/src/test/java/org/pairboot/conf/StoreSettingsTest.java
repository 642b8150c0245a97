package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {
  @TempDir private Path home;

  @Test
  void keepsAllVersionsByDefault() throws SettingsException {
    assertThat(load()).isEqualTo(new StoreSettings(OptionalInt.empty(), Map.of()));
  }

  @Test
  void keepsDifferentNumbersPerImage() throws SettingsException {
    assertThat(load("store.keep=3", "store.keep-images=[\"a.b-c=12\", \"demo=all\"]"))
        .isEqualTo(
            new StoreSettings(
                OptionalInt.of(3),
                Map.of("a.b-c", OptionalInt.of(12), "demo", OptionalInt.empty())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store.keep=0",
        "store.keep=some",
        "store.keep=-1",
        "store.keep=1.5",
        "store.keep=9999999999",
        "store.keep-images=[demo]",
        "store.keep-images=[\"demo=0\"]",
        "store.keep-images=[\"De mo=1\"]",
        "store.keep-images=demo"
      })
  void rejectsInvalidValues(String setting) {
    assertThatThrownBy(() -> load(setting))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("--set: store.keep")
        .hasMessageContaining("; expected ");
  }

  private StoreSettings load(String... overrides) throws SettingsException {
    return new SettingsLoader(new Host(false, false, home, Map.of()))
        .load(
            new SettingsLoader.CommandLine(Optional.empty(), Optional.empty(), List.of(overrides)))
        .settings()
        .store();
  }
}
