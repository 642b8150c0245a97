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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.appliance.document.Document;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads plan files. It collects every mistake in them and does not stop at the first. */
public final class PlanReader {
  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");

  private static final String PROFILES = "profiles";
  private static final String MACHINES = "machines";

  /** A profile's name becomes part of the names that machines request. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final PlanFiles files;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final Map<String, Machine> machines = new LinkedHashMap<>();

  /** Each profile and machine that was read, by its key. */
  private final Map<String, ConfigValue> entries = new HashMap<>();

  private PlanReader(PlanFiles files) {
    this.files = files;
  }

  /**
   * Reads all plan files. Warnings about documents are logged.
   *
   * @param settings which name the files, and what machines boot that no selection matches when
   *     there is no profile {@code default}
   * @throws SettingsException with one message for each mistake
   * @throws IOException when a file or directory exists but cannot be read
   */
  public static BootPlans read(BootSettings settings) throws SettingsException, IOException {
    return read(settings, file -> {});
  }

  /**
   * Like {@link #read(BootSettings)}.
   *
   * @param watch accepts each file and directory before it is looked at
   */
  public static BootPlans read(BootSettings settings, Consumer<Path> watch)
      throws SettingsException, IOException {
    return read(settings, watch, warning -> LOG.warn("{}", warning));
  }

  /**
   * Like {@link #read(BootSettings)}.
   *
   * @param watch accepts each file and directory before it is looked at
   * @param warnings accepts what looks wrong in documents but is allowed
   */
  public static BootPlans read(
      BootSettings settings, Consumer<Path> watch, Consumer<Document.Finding> warnings)
      throws SettingsException, IOException {
    PlanReader reader = new PlanReader(new PlanFiles(watch));
    for (Path place : settings.plans()) {
      for (Path file : reader.files.plansIn(place)) {
        reader.readFile(file);
      }
    }
    return reader.finish(settings, warnings);
  }

  private void readFile(Path file) throws IOException {
    if (!Files.isReadable(files.watched(file))) {
      throw new IOException(
          "cannot read the plan file " + file + "; give the server's user read access");
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
    if (!name.equals(PROFILES) && !name.equals(MACHINES)) {
      report(value, name, "unknown section; expected " + PROFILES + " or " + MACHINES);
    } else if (value instanceof ConfigObject section) {
      section.forEach((key, entry) -> readEntry(name, key, entry));
    } else {
      report(value, name, "expected a section, such as " + name + " { NAME { ... } }");
    }
  }

  private void readEntry(String section, String name, ConfigValue value) {
    String key = section + "." + name;
    ConfigValue first = entries.putIfAbsent(key, value);
    if (first != null) {
      String place = Mistake.at(first.origin(), "", "").place();
      report(value, key, "already defined in " + place + "; rename one of them");
    } else if (!NAME.matcher(name).matches()) {
      report(
          value,
          key,
          "invalid name; expected at most 64 letters, digits, dots, dashes and underscores, the"
              + " first a letter or digit");
    } else if (!(value instanceof ConfigObject entry)) {
      report(value, key, "expected a section, such as " + name + " { ... }");
    } else if (section.equals(PROFILES)) {
      profiles.put(name, ProfileReader.read(name, entry, files, mistakes));
    } else {
      MachineReader.read(name, entry, mistakes).ifPresent(machine -> machines.put(name, machine));
    }
  }

  private BootPlans finish(BootSettings settings, Consumer<Document.Finding> warnings)
      throws SettingsException {
    Profile fallback = profiles.computeIfAbsent(Profile.DEFAULT, _ -> ofSettings(settings));
    PlanChecks checks = new PlanChecks(profiles, machines.values(), entries, mistakes);
    checks.checkReferences();
    if (mistakes.isEmpty()) {
      checks.checkDocuments(warnings);
      checks.checkWords();
    }
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
    return new BootPlans(
        profiles,
        List.copyOf(machines.values()),
        fallback,
        settings.image().map(ImageSelector::parse));
  }

  /** The profile that the settings {@code boot.*} describe. */
  private Profile ofSettings(BootSettings settings) {
    String arguments = settings.kernelArguments();
    Stream.concat(
            KernelArguments.mistake(arguments).stream(),
            MachineWords.mistakes(KernelArguments.parse(arguments), Map.of()).stream())
        .forEach(
            mistake -> mistakes.add(new Mistake("settings", "boot.kernel-arguments", mistake)));
    return new Profile(
        "of the settings boot.*",
        new Action.Boot(
            Optional.empty(),
            settings.method(),
            new ArgumentChange(KernelArguments.parse(arguments), KernelArguments.NONE)));
  }

  private void report(ConfigValue value, String key, String problem) {
    mistakes.add(Mistake.at(value.origin(), key, problem));
  }
}
