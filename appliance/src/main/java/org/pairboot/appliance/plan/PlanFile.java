package org.pairboot.appliance.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.file.FileException;
import org.pairboot.conf.file.GoodCopies;
import org.pairboot.conf.file.HoconFile;
import org.pairboot.conf.file.HoconFile.Repeated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one plan file says by itself. It collects every mistake and does not stop at the first.
 *
 * @param files that were read for it
 * @param goodSince of the copy that was read in its place
 * @param entries each profile and machine as it was read, by its key
 * @param mistakes with which it cannot be used
 * @param repeated what is defined twice in it: a mistake, but it can be used
 */
record PlanFile(
    Path file,
    PlanFiles files,
    Optional<Instant> goodSince,
    Map<String, Profile> profiles,
    Map<String, Machine> machines,
    Map<String, ConfigValue> entries,
    List<Mistake> mistakes,
    List<Mistake> repeated) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanFile.class);

  private static final String PROFILES = "profiles";
  private static final String MACHINES = "machines";

  /** A profile's name becomes part of the names that machines request. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private PlanFile(Path file, PlanFiles files, Optional<Instant> goodSince) {
    this(
        file,
        files,
        goodSince,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new HashMap<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /**
   * Reads a file as it is now.
   *
   * @param watch accepts each file before it is looked at
   */
  static PlanFile read(Path file, Consumer<Path> watch) {
    return new PlanFile(file, PlanFiles.onDisk(watch), Optional.empty()).read();
  }

  /** Reads what a file said when it was good last. */
  static PlanFile read(GoodCopies.Copy copy) {
    return new PlanFile(copy.file(), PlanFiles.of(copy), Optional.of(copy.since())).read();
  }

  private PlanFile read() {
    try {
      HoconFile hocon = HoconFile.read(file, files);
      Config plans = hocon.resolved(file);
      hocon.repeated().forEach(this::checkRepeated);
      for (String section : plans.root().keySet()) {
        readSection(section, plans.root().get(section));
      }
    } catch (FileException e) {
      e.problems().forEach(problem -> mistakes.add(Mistake.of(problem)));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Whatever happens, it is a mistake of this file only: the others are used.
      LOG.debug("cannot read {}", file, e);
      mistakes.add(
          new Mistake(
              file.toString(),
              "",
              "cannot be read; please report it with the stack trace that log.level = debug"
                  + " gives"));
    }
    return this;
  }

  boolean isGood() {
    return mistakes.isEmpty() && repeated.isEmpty();
  }

  /** Whether it was read from the same texts. */
  boolean equalsText(PlanFile other) {
    return files.equalsText(other.files);
  }

  /** Sections may be put together from parts; a machine or a value of it is a slip. */
  private void checkRepeated(Repeated twice) {
    List<String> path = twice.path();
    boolean isEntry = path.size() == 2;
    if (path.size() >= 2 && (isEntry || !twice.isSection())) {
      repeated.add(
          new Mistake(
              twice.place(),
              String.join(".", path),
              "already defined in "
                  + twice.firstPlace()
                  + (isEntry ? "; rename one of them" : "; remove one of them")));
    }
  }

  private void readSection(String name, ConfigValue value) {
    if (!name.equals(PROFILES) && !name.equals(MACHINES)) {
      report(value, name, "unknown section; expected " + PROFILES + " or " + MACHINES);
    } else if (value instanceof ConfigObject section) {
      // In the order of the file, so that of two the second one has the mistake. By their keys:
      // for a set of entries, the library hashes all values.
      section.keySet().stream()
          .map(key -> new Entry(key, section.get(key)))
          .sorted(Comparator.comparingInt(Entry::line))
          .forEach(entry -> readEntry(name, entry.name(), entry.value()));
    } else {
      report(value, name, "expected a section, such as " + name + " { NAME { ... } }");
    }
  }

  private record Entry(String name, ConfigValue value, int line) {
    Entry(String name, ConfigValue value) {
      this(name, value, value.origin().lineNumber());
    }
  }

  private void readEntry(String section, String name, ConfigValue value) {
    String key = section + "." + name;
    entries.put(key, value);
    if (!NAME.matcher(name).matches()) {
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

  private void report(ConfigValue value, String key, String problem) {
    mistakes.add(Mistake.at(value.origin(), key, problem));
  }
}
