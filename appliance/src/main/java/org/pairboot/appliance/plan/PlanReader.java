package org.pairboot.appliance.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.appliance.document.DocumentFinding;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.NearMatch;
import org.pairboot.conf.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads plans from files, and collects every mistake in them. */
public final class PlanReader {
  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");
  private static final String ENDING = ".conf";

  /** Names of profiles become parts of names that machines ask for. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final List<String> SECTIONS = List.of("profiles", "machines");

  private final Profile builtIn;
  private final PlanFiles files;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<String, ConfigValue> places = new HashMap<>();

  private final Consumer<DocumentFinding> doubtful;

  private PlanReader(Profile builtIn, Consumer<Path> watch, Consumer<DocumentFinding> doubtful) {
    this.builtIn = builtIn;
    this.files = new PlanFiles(watch);
    this.doubtful = doubtful;
  }

  /**
   * Reads all files.
   *
   * @param settings with the files, and what machines get that nothing selects where there is no
   *     profile {@code default}
   * @throws SettingsException with one message for each mistake
   * @throws IOException when a file or directory that exists cannot be read
   */
  public static BootPlans read(BootSettings settings) throws SettingsException, IOException {
    return read(settings, file -> {});
  }

  /**
   * The same. What only looks wrong with documents is logged.
   *
   * @param watch takes each file and directory before it is looked at
   */
  public static BootPlans read(BootSettings settings, Consumer<Path> watch)
      throws SettingsException, IOException {
    return read(settings, watch, finding -> LOG.warn("{}", finding));
  }

  /**
   * The same.
   *
   * @param doubtful takes what only looks wrong with documents
   */
  public static BootPlans read(
      BootSettings settings, Consumer<Path> watch, Consumer<DocumentFinding> doubtful)
      throws SettingsException, IOException {
    PlanReader reader = new PlanReader(builtIn(settings), watch, doubtful);
    for (Path place : settings.plans()) {
      for (Path file : reader.filesOf(place)) {
        reader.readFile(file);
      }
    }
    return reader.finish();
  }

  /** The profile that the settings make. */
  static Profile builtIn(BootSettings settings) {
    return new Profile(
        "of the settings boot.*",
        new Action.Boot(
            settings.image().map(ImageSelector::parse),
            settings.method(),
            settings.kernelArguments()));
  }

  /** The files that {@code place} means, in the order in which they are read. */
  private List<Path> filesOf(Path place) throws IOException {
    files.watched(place);
    if (!Files.isDirectory(place)) {
      return Files.exists(place) ? List.of(place) : List.of();
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private void readFile(Path file) throws IOException {
    files.watched(file);
    if (!Files.isReadable(file)) {
      throw new IOException(file + " cannot be read");
    }
    try {
      ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
      Config plans = ConfigFactory.parseFile(file.toFile(), options).resolve();
      for (Map.Entry<String, ConfigValue> section : plans.root().entrySet()) {
        readSection(section.getKey(), section.getValue());
      }
    } catch (ConfigException e) {
      mistakes.add(Mistake.unparsable(file.toString(), e));
    }
  }

  private void readSection(String name, ConfigValue value) {
    if (!SECTIONS.contains(name)) {
      report(value, name, "no such section; allowed here: " + String.join(", ", SECTIONS));
    } else if (value instanceof ConfigObject entries) {
      entries.forEach((key, entry) -> readEntry(name, key, entry));
    } else {
      report(value, name, "is a section, with names of your own");
    }
  }

  private void readEntry(String section, String name, ConfigValue value) {
    String key = section + "." + name;
    ConfigValue before = places.putIfAbsent(key, value);
    if (before != null) {
      String there = Mistake.at(before.origin(), "", "").place();
      report(value, key, "is in " + there + " already; name one of them otherwise");
    } else if (!NAME.matcher(name).matches()) {
      report(value, key, "a name has at most 64 letters, digits, dots, dashes and underscores");
    } else if (!(value instanceof ConfigObject entry)) {
      report(value, key, "is a section");
    } else if (section.equals("profiles")) {
      profiles.put(name, ProfileReader.read(name, entry, files, mistakes));
    } else {
      MachineReader.read(name, entry, mistakes).ifPresent(machine -> machines.put(name, machine));
    }
  }

  private BootPlans finish() throws SettingsException {
    Profile fallback = profiles.getOrDefault(Profile.DEFAULT, builtIn);
    machines.values().forEach(this::requireProfile);
    reportTies(machines.values());
    Map<String, Profile> all = new HashMap<>(profiles);
    all.putIfAbsent(Profile.DEFAULT, fallback);
    all.values().forEach(profile -> requireChoices(profile, all));
    if (mistakes.isEmpty()) {
      mistakes.addAll(new DocumentsCheck(all).mistakes(machines.values(), fallback, doubtful));
    }
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
    return new BootPlans(all, List.copyOf(machines.values()), fallback);
  }

  private void requireProfile(Machine machine) {
    requireProfile(machine.profile(), "machines." + machine.name(), "profile");
  }

  /** Menus have what can be chosen, and no menus. */
  private void requireChoices(Profile profile, Map<String, Profile> all) {
    if (profile.action() instanceof Action.Menu menu) {
      String place = "profiles." + profile.name();
      for (String choice : menu.profiles()) {
        requireProfile(choice, place, "menu.profiles");
        if (all.containsKey(choice) && all.get(choice).action() instanceof Action.Menu) {
          report(
              places.get(place),
              place + ".menu.profiles",
              "'" + choice + "' is a menu, and a menu has none");
        }
      }
    }
  }

  private void requireProfile(String profile, String place, String key) {
    if (!profiles.containsKey(profile) && !profile.equals(Profile.DEFAULT)) {
      report(
          places.get(place),
          place + "." + key,
          "there is no profile '"
              + profile
              + "'"
              + NearMatch.of(profile, profiles.keySet())
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("; there are: " + String.join(", ", profiles.keySet())));
    }
  }

  /** Equal selections are the only ties that there can be; see {@link Selection}. */
  private void reportTies(Collection<Machine> all) {
    Map<Selection, String> first = new HashMap<>();
    for (Machine machine : all) {
      for (Selection selection : machine.selections()) {
        String other = first.putIfAbsent(selection.folded(), machine.name());
        if (other != null) {
          report(
              places.get("machines." + machine.name()),
              "machines." + machine.name() + ".select",
              selection + " selects machines." + other + " too; add a condition to one of them");
        }
      }
    }
  }

  private void report(ConfigValue value, String key, String problem) {
    mistakes.add(Mistake.at(value.origin(), key, problem));
  }
}
