package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings, and where each came from. Immutable and thread-safe. */
public final class LoadedSettings {

  /**
   * The value of a setting after the file and the command line were merged over the defaults.
   *
   * @param key without the leading {@code pairboot.}
   * @param value as it could be given to {@code --set}; for "auto", the value chosen
   * @param place where it came from: {@code default}, file and line, or the command-line option;
   *     followed by {@code , auto} when the value was "auto"
   */
  public record EffectiveSetting(String key, String value, String place) {}

  private final Settings settings;
  private final Optional<Path> file;
  private final Config merged;
  private final Map<String, String> automatic;

  /**
   * @param merged all values that the settings were read from, including defaults
   * @param automatic the values chosen for "auto", by key
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

  Config merged() {
    return merged;
  }

  /**
   * Whether "auto" stands for the value of {@code key}, so that it may differ between users.
   *
   * @param key without the leading {@code pairboot.}
   */
  public boolean isAutomatic(String key) {
    return automatic.containsKey(key);
  }

  /** Whether {@code --set} gave the value of {@code key}. */
  public boolean isFromCommandLine(String key) {
    return Mistake.place(merged.getValue(key).origin()).equals(Mistake.COMMAND_LINE);
  }

  /** The setting {@code key}, with where it came from. */
  public EffectiveSetting effective(String key) {
    return effective(key, merged.getValue(key));
  }

  /** All settings, ordered by key. */
  public List<EffectiveSetting> effective() {
    return merged.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> effective(entry.getKey(), entry.getValue()))
        .toList();
  }

  private EffectiveSetting effective(String key, ConfigValue value) {
    String place = Mistake.place(value.origin());
    return automatic.containsKey(key)
        ? new EffectiveSetting(key, automatic.get(key), place + ", auto")
        : new EffectiveSetting(key, plain(value), place);
  }

  /**
   * Strips the quotes of a text, because {@code --set} expects none; an empty text keeps them to be
   * visible.
   */
  private static String plain(ConfigValue value) {
    return value.unwrapped() instanceof String text && !text.isEmpty()
        ? text
        : SettingsLoader.render(value);
  }
}
