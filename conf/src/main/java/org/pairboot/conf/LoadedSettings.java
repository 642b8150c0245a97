package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings, and where they came from. Immutable and thread-safe. */
public final class LoadedSettings {
  private final Settings settings;
  private final Optional<Path> file;
  private final Config merged;
  private final Map<String, String> automatic;

  /**
   * @param merged what the settings were read from, defaults and all
   * @param automatic what "auto" came to be, by key
   */
  LoadedSettings(
      Settings settings, Optional<Path> file, Config merged, Map<String, String> automatic) {
    this.settings = settings;
    this.file = file;
    this.merged = merged;
    this.automatic = Map.copyOf(automatic);
  }

  public Settings settings() {
    return settings;
  }

  /** The settings file that was read, if any. */
  public Optional<Path> file() {
    return file;
  }

  /** Every key in the order of its name. */
  public List<EffectiveSetting> effective() {
    return merged.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> effective(entry.getKey(), entry.getValue()))
        .toList();
  }

  private EffectiveSetting effective(String key, ConfigValue value) {
    String place = Places.of(value.origin());
    return automatic.containsKey(key)
        ? new EffectiveSetting(key, automatic.get(key), place + ", auto")
        : new EffectiveSetting(key, plain(value), place);
  }

  /** Texts without quotes, which is how they can be given to --set; an empty one has to be seen. */
  private static String plain(ConfigValue value) {
    return value.unwrapped() instanceof String text && !text.isEmpty()
        ? text
        : SettingsLoader.render(value);
  }
}
