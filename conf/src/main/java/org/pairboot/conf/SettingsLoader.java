package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pairboot.conf.file.FileException;
import org.pairboot.conf.file.HoconFile;

/**
 * Finds, merges and checks the settings. The command line overrides the settings file, and that
 * overrides the defaults.
 *
 * <p>The settings file is the one given, else the first that exists of {@code
 * ~/.config/pairboot/pairboot.conf} and {@code /etc/pairboot/pairboot.conf}.
 */
public final class SettingsLoader {
  private static final String ROOT = "pairboot";

  /** Read once per process. */
  private static final class Reference {
    static final Config DEFAULTS = defaults(SettingsLoader.class, "/reference.conf");
  }

  private final Host host;

  public SettingsLoader(Host host) {
    this.host = host;
  }

  /**
   * The options of the command line that concern settings.
   *
   * @param configFile the settings file; must exist when given
   * @param dataDir overrides {@code data-dir}
   * @param overrides {@code KEY=VALUE} texts; keys may lack the leading {@code pairboot.}
   */
  public record CommandLine(
      Optional<Path> configFile, Optional<Path> dataDir, List<String> overrides) {
    public static final CommandLine EMPTY =
        new CommandLine(Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * Loads and checks all settings.
   *
   * @throws SettingsException with all mistakes
   */
  public LoadedSettings load(CommandLine commandLine) throws SettingsException {
    Config defaults = Reference.DEFAULTS;
    Optional<Path> file = commandLine.configFile().or(this::findFile);
    Config user =
        overrides(commandLine, defaults)
            .withFallback(file.isPresent() ? parse(file.get()) : ConfigFactory.empty());

    List<Mistake> mistakes = new ArrayList<>(new UnknownKeys(defaults).in(user));
    Config merged = resolve(user.withFallback(defaults));
    SettingsReader reader = new SettingsReader(section(merged), section(defaults));
    if (mistakes.isEmpty()) {
      Settings settings = Settings.read(reader, host);
      mistakes.addAll(reader.mistakes());
      if (mistakes.isEmpty()) {
        return new LoadedSettings(settings, file, section(merged), reader.automatic());
      }
    }
    throw new SettingsException(mistakes);
  }

  /**
   * Replaces settings by what a running server has in their place, which its file may no longer
   * say. What the command line says stays.
   *
   * @param facts values by key
   * @param origin where they come from, for people
   * @throws SettingsException when a fact is not a valid value
   */
  public LoadedSettings with(LoadedSettings loaded, Map<String, ?> facts, String origin)
      throws SettingsException {
    Config merged = loaded.merged();
    for (Map.Entry<String, ?> fact : facts.entrySet()) {
      if (!loaded.isFromCommandLine(fact.getKey())) {
        merged =
            merged.withValue(fact.getKey(), ConfigValueFactory.fromAnyRef(fact.getValue(), origin));
      }
    }
    SettingsReader reader = new SettingsReader(merged, section(Reference.DEFAULTS));
    Settings settings = Settings.read(reader, host);
    if (!reader.mistakes().isEmpty()) {
      throw new SettingsException(reader.mistakes());
    }
    return new LoadedSettings(settings, loaded.file(), merged, reader.automatic());
  }

  /**
   * Reads the defaults of settings from a resource, quickly, because every start waits for it.
   * {@code ConfigFactory.parseResources} would open every jar to look for more resources of this
   * name. The parser is slow per character and most characters are comments, so comment lines are
   * removed first; the file must therefore not contain multi-line strings.
   *
   * @param neighbor a class in the jar with the resource
   * @param name as for {@link Class#getResourceAsStream}
   */
  public static Config defaults(Class<?> neighbor, String name) {
    try (InputStream in = Objects.requireNonNull(neighbor.getResourceAsStream(name), name)) {
      String settings =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.stripLeading().startsWith("#"))
              .collect(Collectors.joining("\n"));
      return ConfigFactory.parseString(
          settings, ConfigParseOptions.defaults().setOriginDescription(Mistake.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** A value as it would be written in a settings file. */
  static String render(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }

  private static Config section(Config config) {
    return config.getConfig(ROOT);
  }

  private Optional<Path> findFile() {
    return host.configFiles().stream().filter(Files::exists).findFirst();
  }

  private static Config parse(Path file) throws SettingsException {
    if (!Files.exists(file)) {
      throw new SettingsException(
          List.of(new Mistake(file.toString(), "", "no such settings file")));
    }
    try {
      return HoconFile.read(file, HoconFile.Texts.DISK).config();
    } catch (FileException e) {
      throw SettingsException.of(e);
    }
  }

  private static Config resolve(Config config) throws SettingsException {
    try {
      return HoconFile.resolve(config, "settings");
    } catch (FileException e) {
      throw SettingsException.of(e);
    }
  }

  private static Config overrides(CommandLine commandLine, Config defaults)
      throws SettingsException {
    Config config = ConfigFactory.empty();
    for (String override : commandLine.overrides()) {
      config = assignment(override, defaults).withFallback(config);
    }
    if (commandLine.dataDir().isPresent()) {
      ConfigValue dataDir =
          ConfigValueFactory.fromAnyRef(
              commandLine.dataDir().get().toString(), Mistake.DATA_DIR_OPTION);
      config = config.withValue(ROOT + ".data-dir", dataDir);
    }
    return config;
  }

  private static Config assignment(String override, Config defaults) throws SettingsException {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new SettingsException(
          List.of(
              new Mistake(
                  Mistake.COMMAND_LINE,
                  "",
                  "'" + override + "' does not have the form KEY=VALUE")));
    }
    String key = withoutRoot(override.substring(0, equals).strip());
    String value = override.substring(equals + 1).strip();
    try {
      String path = ROOT + "." + key;
      boolean isList = defaults.hasPath(path) && defaults.getValue(path) instanceof ConfigList;
      // Not withValue(), whose sections do not know that they came from the command line.
      return ConfigFactory.parseMap(
          Map.of(path, isList ? list(value) : literal(value)), Mistake.COMMAND_LINE);
    } catch (FileException e) {
      String problem = "cannot be parsed: " + e.problems().getFirst().problem();
      throw new SettingsException(List.of(new Mistake(Mistake.COMMAND_LINE, key, problem)));
    } catch (ConfigException e) {
      throw new SettingsException(
          List.of(new Mistake(Mistake.COMMAND_LINE, key, "cannot be parsed: " + e.getMessage())));
    }
  }

  /** Accepts keys copied from a settings file, which start with the root section. */
  private static String withoutRoot(String key) {
    return key.startsWith(ROOT + ".") ? key.substring(ROOT.length() + 1) : key;
  }

  /**
   * Takes everything but lists literally, so that addresses with colons and values with quotes or
   * spaces need no second level of quoting in a shell.
   */
  private static ConfigValue literal(String text) {
    return ConfigValueFactory.fromAnyRef(text, Mistake.COMMAND_LINE);
  }

  private static ConfigValue list(String text) throws FileException {
    if (!text.startsWith("[")) {
      return literal(text);
    }
    return HoconFile.parse(Mistake.COMMAND_LINE, "list = " + text).getValue("list");
  }
}
