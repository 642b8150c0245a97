package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads typed values and collects mistakes, so that a user sees all of them at once. An invalid
 * value is read as its default; the loader throws before anybody can use it. Not thread-safe.
 */
public final class SettingsReader {
  private static final String AUTO = "auto";

  private final Config config;
  private final Config defaults;

  /** Prefix of the keys in mistakes: where this section is. */
  private final String location;

  private final List<Mistake> mistakes;
  private final Set<String> keysRead = new LinkedHashSet<>();
  private final Map<String, String> automatic = new HashMap<>();

  SettingsReader(Config config, Config defaults) {
    this(config, defaults, "", new ArrayList<>());
  }

  /**
   * Reads a section of a file other than the settings file.
   *
   * @param defaults the value of each key that is not given; keys without a default are unknown
   * @param location prefix of the keys in mistakes, such as {@code profiles.worker.}
   * @param mistakes receives the mistakes
   */
  public static SettingsReader ofSection(
      ConfigObject given, Config defaults, String location, List<Mistake> mistakes) {
    List<Mistake> unknown = UnknownKeys.below(location, given, defaults.root());
    mistakes.addAll(unknown);
    return new SettingsReader(
        unknown.isEmpty() ? given.toConfig() : defaults, defaults, location, mistakes);
  }

  private SettingsReader(Config config, Config defaults, String location, List<Mistake> mistakes) {
    this.config = config;
    this.defaults = defaults;
    this.location = location;
    this.mistakes = mistakes;
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }

  /** The values that "auto" stands for, by key, as a user would write them. */
  Map<String, String> automatic() {
    return automatic;
  }

  public boolean bool(String key) {
    return read(key, "true or false", from -> Optional.of(from.getBoolean(key)));
  }

  public String text(String key) {
    return parsed(key, "a text", Optional::of);
  }

  /** Reads a text that ends up in a script, where a line break would start another directive. */
  public String line(String key) {
    return parsed(
        key,
        "one line of text, without control characters",
        text -> Optional.of(text).filter(t -> t.chars().noneMatch(Character::isISOControl)));
  }

  public int integer(String key, int min, int max) {
    return read(
        key,
        "a whole number from " + min + " to " + max,
        from -> {
          double value = from.getDouble(key);
          return value == Math.rint(value) && value >= min && value <= max
              ? Optional.of((int) value)
              : Optional.empty();
        });
  }

  public long bytes(String key, long min, long max) {
    return read(
        key,
        "a size from " + min + " to " + max + " bytes, such as 64KiB or 1MiB",
        from -> Optional.of(from.getBytes(key)).filter(v -> v >= min && v <= max));
  }

  public Duration duration(String key, Duration min, Duration max) {
    return read(
        key,
        "a duration from " + text(min) + " to " + text(max) + ", such as 500ms, 30s or 5m",
        from ->
            Optional.of(from.getDuration(key))
                .filter(v -> v.compareTo(min) >= 0 && v.compareTo(max) <= 0));
  }

  public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String names = Arrays.stream(constants).map(KebabCase::of).collect(Collectors.joining(", "));
    return parsed(
        key,
        "one of " + names,
        text -> Arrays.stream(constants).filter(c -> KebabCase.of(c).equals(text)).findFirst());
  }

  /**
   * Reads a text in the form that {@code parse} accepts.
   *
   * @param expected describes the form to people
   * @param parse returns empty for an invalid text
   */
  public <T> T parsed(String key, String expected, Function<String, Optional<T>> parse) {
    return read(key, expected, from -> parse.apply(from.getString(key)));
  }

  /** Reads a list of texts, each in the form that {@code parse} accepts. */
  public <T> List<T> parsedList(String key, String expected, Function<String, Optional<T>> parse) {
    return read(
        key,
        expected,
        from -> {
          List<Optional<T>> values = from.getStringList(key).stream().map(parse).toList();
          return values.stream().allMatch(Optional::isPresent)
              ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
              : Optional.empty();
        });
  }

  /** Reads "auto" as {@code choice}, and any other text as {@code parse} does. */
  <T> T automatic(String key, T choice, String expected, Function<String, Optional<T>> parse) {
    return parsed(
        key,
        "auto, or " + expected,
        text -> {
          if (!text.equals(AUTO)) {
            return parse.apply(text);
          }
          automatic.put(
              key,
              choice instanceof InetSocketAddress address
                  ? HostPort.format(address)
                  : choice.toString());
          return Optional.of(choice);
        });
  }

  /** Reads "auto" as empty: the value is chosen later. */
  <T> Optional<T> optional(String key, String expected, Function<String, Optional<T>> parse) {
    return optional(key, AUTO, "auto, or " + expected, parse);
  }

  /** Reads an empty text as empty. */
  <T> Optional<T> optionalText(String key, String expected, Function<String, Optional<T>> parse) {
    return optional(key, "", "an empty text, or " + expected, parse);
  }

  @SuppressWarnings("OptionalMapToOptional") // the outer one says that the text could be parsed
  private <T> Optional<T> optional(
      String key, String absent, String expected, Function<String, Optional<T>> parse) {
    return parsed(
        key,
        expected,
        text ->
            text.equals(absent)
                ? Optional.of(Optional.empty())
                : parse.apply(text).map(Optional::of));
  }

  /**
   * @param kind what the path names, for people
   */
  Path path(String key, Path choice, String kind) {
    return automatic(key, choice, kind, SettingsReader::toPath);
  }

  Optional<Path> optionalDirectory(String key) {
    return optionalText(key, "a directory", SettingsReader::toPath);
  }

  public List<Path> paths(String key) {
    return parsedList(
        key,
        "a list of paths, such as [ /usr/lib/PXELINUX, /usr/lib/ipxe ]",
        SettingsReader::toPath);
  }

  private static Optional<Path> toPath(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a list of sections. The keys that {@code section} reads are the only ones allowed.
   *
   * @param inherited the section with the values of keys that an entry does not have
   * @param required the keys that every entry must have; one without a valid value is read as here
   */
  <T> List<T> sections(
      String key,
      String expected,
      String inherited,
      Config required,
      Function<SettingsReader, T> section) {
    List<? extends ConfigObject> entries =
        read(key, expected, from -> Optional.of(from.getObjectList(key)));
    List<T> sections = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ConfigObject entry = entries.get(i);
      String where = key + "[" + i + "].";
      required.root().keySet().stream()
          .filter(name -> !entry.containsKey(name))
          .map(name ->
              Mistake.at(entry.origin(), where + name, "is missing; every entry must have it"))
          .forEach(mistakes::add);
      SettingsReader reader =
          new SettingsReader(
              entry
                  .toConfig()
                  .withFallback(given(inherited).getConfig(inherited))
                  .withFallback(required),
              required.withFallback(defaults.getConfig(inherited)),
              where,
              mistakes);
      sections.add(section.apply(reader));
      reader.rejectUnknown(entry);
    }
    return sections;
  }

  private void rejectUnknown(ConfigObject given) {
    given.forEach((name, value) -> {
      if (!keysRead.contains(name)) {
        String problem = UnknownKeys.unknown(name, keysRead);
        mistakes.add(Mistake.at(value.origin(), location + name, problem));
      }
    });
  }

  /** Reports that {@code key} conflicts with other settings. */
  public void reject(String key, String problem) {
    report(key, problem);
  }

  /** Not a merge of both: merging costs more than all else in plans of thousands of machines. */
  private Config given(String key) {
    return config.hasPathOrNull(key) ? config : defaults;
  }

  private <T> T read(String key, String expected, Function<Config, Optional<T>> reader) {
    keysRead.add(key);
    Optional<T> value;
    try {
      value = reader.apply(given(key));
    } catch (ConfigException e) {
      value = Optional.empty();
    }
    return value.orElseGet(() -> {
      report(key, Mistake.invalid(SettingsLoader.render(value(key)), expected));
      return reader.apply(defaults).orElseThrow();
    });
  }

  /** Reports once per place: entries of a list inherit the invalid values of their section. */
  private void report(String key, String problem) {
    Mistake mistake = Mistake.at(value(key).origin(), location + key, problem);
    boolean known =
        mistakes.stream()
            .anyMatch(m -> m.place().equals(mistake.place()) && m.problem().equals(problem));
    if (!known || location.isEmpty()) {
      mistakes.add(mistake);
    }
  }

  /** Returns nulls too, which {@code Config.getValue} refuses to hand out. */
  private ConfigValue value(String key) {
    ConfigValue value = given(key).root();
    for (String element : ConfigUtil.splitPath(key)) {
      value = ((ConfigObject) value).get(element);
    }
    return value;
  }

  private static String text(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toHours() > 0 && duration.toSeconds() % 3600 == 0
        ? duration.toHours() + "h"
        : duration.toSeconds() + "s";
  }
}
