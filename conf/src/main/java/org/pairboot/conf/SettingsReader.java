package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads typed values and collects mistakes, so that a user sees all of them at once. A value with a
 * mistake is read as its default; the loader throws before anybody can use it.
 */
public final class SettingsReader {
  private static final String AUTO = "auto";
  private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  private final Config config;
  private final Config defaults;

  /** Where this section is, in front of the keys of mistakes. */
  private final String location;

  private final List<Mistake> mistakes;
  private final Map<String, String> automatic = new HashMap<>();

  SettingsReader(Config config, Config defaults) {
    this(config, defaults, "", new ArrayList<>());
  }

  /**
   * Reads a section that stands in another file than the settings.
   *
   * @param defaults what each key is where it is not given; a key that is in neither has no meaning
   * @param location in front of the keys of mistakes, such as {@code profiles.worker.}
   * @param mistakes where mistakes are added
   */
  public static SettingsReader ofSection(
      ConfigObject given, Config defaults, String location, List<Mistake> mistakes) {
    List<Mistake> unknown = UnknownKeys.below(location, given, defaults.root());
    mistakes.addAll(unknown);
    Config sound = unknown.isEmpty() ? given.toConfig().withFallback(defaults) : defaults;
    return new SettingsReader(sound, defaults, location, mistakes);
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

  /** What "auto" came to be, by key, written as a user would write it. */
  Map<String, String> automatic() {
    return automatic;
  }

  public boolean bool(String key) {
    return read(key, "true or false", from -> Optional.of(from.getBoolean(key)));
  }

  public String text(String key) {
    return read(key, "a text", from -> Optional.of(from.getString(key)));
  }

  /** A text of which {@code parser} makes a value, or nothing where it is not allowed. */
  <T> T text(String key, String allowed, Function<String, Optional<T>> parser) {
    return read(key, allowed, from -> parser.apply(from.getString(key)));
  }

  /** A list of such texts. */
  <T> List<T> texts(String key, String allowed, Function<String, Optional<T>> parser) {
    return read(
        key,
        allowed,
        from -> {
          List<Optional<T>> values = from.getStringList(key).stream().map(parser).toList();
          return values.stream().allMatch(Optional::isPresent)
              ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
              : Optional.empty();
        });
  }

  /** A text that ends up in a script, where a line break would begin another directive. */
  public String line(String key) {
    return read(
        key,
        "one line of text, without control characters",
        from ->
            Optional.of(from.getString(key))
                .filter(text -> text.chars().noneMatch(Character::isISOControl)));
  }

  /** A text of a form that {@code parse} knows; what it does not know is nothing to it. */
  public <T> T parsed(String key, String allowed, Function<String, Optional<T>> parse) {
    return read(key, allowed, from -> parse.apply(from.getString(key)));
  }

  /** A list of texts of a form that {@code parse} knows. */
  public <T> List<T> parsedList(String key, String allowed, Function<String, Optional<T>> parse) {
    return read(
        key,
        allowed,
        from -> {
          List<Optional<T>> values = from.getStringList(key).stream().map(parse).toList();
          return values.stream().allMatch(Optional::isPresent)
              ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
              : Optional.empty();
        });
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
    E[] values = type.getEnumConstants();
    String allowed = Arrays.stream(values).map(KebabCase::of).collect(Collectors.joining(", "));
    return read(
        key,
        "one of " + allowed,
        from -> {
          String given = from.getString(key);
          return Arrays.stream(values).filter(v -> KebabCase.of(v).equals(given)).findFirst();
        });
  }

  InetSocketAddress listen(String key, ListenAddress.DefaultPort defaultPort, Host host) {
    return read(
        key,
        ListenAddress.ALLOWED,
        from -> {
          String given = from.getString(key);
          return given.equals(AUTO)
              ? Optional.of(noted(key, defaultPort.wildcard(host)))
              : HostPort.parse(given).flatMap(HostPort::resolve);
        });
  }

  /** An address and port that somebody can connect to; empty for "auto". */
  Optional<InetSocketAddress> reachable(String key) {
    return read(
        key,
        "auto, or ADDRESS:PORT such as 192.168.1.10:80 or [2001:db8::10]:80, port 1 to 65535",
        from -> {
          String given = from.getString(key);
          return given.equals(AUTO)
              ? Optional.of(Optional.empty())
              : HostPort.parse(given)
                  .flatMap(HostPort::resolve)
                  .filter(parsed -> !parsed.getAddress().isAnyLocalAddress())
                  .filter(parsed -> parsed.getPort() != 0)
                  .map(Optional::of);
        });
  }

  Optional<PortRange> portRange(String key) {
    return read(
        key,
        "auto, or FIRST-LAST such as 50000-50003, at most 64 ports from 1 to 65535",
        from -> {
          String given = from.getString(key);
          return given.equals(AUTO)
              ? Optional.of(Optional.empty())
              : parsePortRange(given).map(Optional::of);
        });
  }

  Path path(String key, Path choice) {
    return path(key, choice, "a directory");
  }

  /**
   * @param kind of file, for people
   */
  Path path(String key, Path choice, String kind) {
    return read(
        key,
        "auto, or " + kind,
        from -> {
          String given = from.getString(key);
          return given.equals(AUTO) ? Optional.of(noted(key, choice)) : toPath(given);
        });
  }

  /** A directory, or nothing. */
  Optional<Path> optionalPath(String key) {
    return read(
        key,
        "nothing, or a directory",
        from -> {
          String given = from.getString(key);
          return given.isEmpty() ? Optional.of(Optional.empty()) : toPath(given).map(Optional::of);
        });
  }

  public List<Path> paths(String key) {
    return parsedList(
        key,
        "a list of directories, such as [ /usr/lib/PXELINUX, /usr/lib/ipxe ]",
        SettingsReader::toPath);
  }

  public Network network(String key) {
    return read(key, Network.ALLOWED, from -> Network.parse(from.getString(key)));
  }

  public List<Network> networks(String key) {
    return parsedList(
        key, "a list of networks, such as [ 10.1.0.0/16, \"fd00:1::/64\" ]", Network::parse);
  }

  /**
   * Reads a list of sections.
   *
   * @param allowed the keys of a section; the first has to be there
   * @param inherited the section that has the values of the other keys where they are not there
   */
  <T> List<T> sections(
      String key, List<String> allowed, String inherited, Function<SettingsReader, T> section) {
    List<? extends ConfigObject> entries =
        read(
            key,
            "a list of { " + String.join(", ", allowed) + " }",
            from -> Optional.of(from.getObjectList(key)));
    List<T> sections = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ConfigObject entry = entries.get(i);
      String where = key + "[" + i + "].";
      if (isSound(entry, where, allowed)) {
        Config own = entry.toConfig();
        Config whole = own.withFallback(config.getConfig(inherited));
        // A mistake in the key without a default is read as the loopback network.
        Config fallback =
            ConfigFactory.parseMap(Map.of(allowed.getFirst(), "127.0.0.0/8"))
                .withFallback(defaults.getConfig(inherited));
        sections.add(section.apply(new SettingsReader(whole, fallback, where, mistakes)));
      }
    }
    return sections;
  }

  private boolean isSound(ConfigObject entry, String where, List<String> allowed) {
    List<Mistake> found = new ArrayList<>();
    entry.forEach((name, value) -> {
      if (!allowed.contains(name)) {
        String problem = UnknownKeys.unknown(name, allowed);
        found.add(Mistake.at(value.origin(), where + name, problem));
      }
    });
    if (!entry.containsKey(allowed.getFirst())) {
      String problem = "is missing; every entry needs it";
      found.add(Mistake.at(entry.origin(), where + allowed.getFirst(), problem));
    }
    mistakes.addAll(found);
    return found.isEmpty();
  }

  /** Notes that {@code key} does not go with other settings. */
  public void reject(String key, String problem) {
    report(key, problem);
  }

  private <T> T read(String key, String allowed, Function<Config, Optional<T>> reader) {
    Optional<T> value;
    try {
      value = reader.apply(config);
    } catch (ConfigException e) {
      value = Optional.empty();
    }
    return value.orElseGet(() -> {
      report(key, given(key) + " is not allowed here; allowed: " + allowed);
      return reader.apply(defaults).orElseThrow();
    });
  }

  /** Once for each place: a section may have inherited what is wrong. */
  private void report(String key, String problem) {
    Mistake mistake = Mistake.at(value(key).origin(), location + key, problem);
    boolean known =
        mistakes.stream()
            .anyMatch(m -> m.place().equals(mistake.place()) && m.problem().equals(problem));
    if (!known || location.isEmpty()) {
      mistakes.add(mistake);
    }
  }

  private <T> T noted(String key, T choice) {
    automatic.put(
        key,
        choice instanceof InetSocketAddress address ? HostPort.format(address) : choice.toString());
    return choice;
  }

  private String given(String key) {
    return SettingsLoader.render(value(key));
  }

  /** As it stands in the settings; {@code Config.getValue} refuses to hand out a null. */
  private ConfigValue value(String key) {
    ConfigValue value = config.root();
    for (String element : ConfigUtil.splitPath(key)) {
      value = ((ConfigObject) value).get(element);
    }
    return value;
  }

  private static Optional<PortRange> parsePortRange(String text) {
    Matcher matcher = PORT_RANGE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    PortRange range =
        new PortRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    boolean sensible =
        range.first() >= 1
            && range.last() <= 65535
            && range.first() <= range.last()
            && range.last() - range.first() < 64;
    return Optional.of(range).filter(r -> sensible);
  }

  private static Optional<Path> toPath(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
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
