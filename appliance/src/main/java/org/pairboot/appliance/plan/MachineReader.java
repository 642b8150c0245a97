package org.pairboot.appliance.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.NearMatch;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.conf.SettingsReader;

/** Reads one machine: its profile, its variables and what selects it. */
final class MachineReader {
  private static final Config DEFAULTS =
      SettingsLoader.defaults(MachineReader.class, "machine.conf");

  /** Beyond this, the lists of values in one {@code select} are a mistake: they multiply. */
  private static final int MAX_SELECTIONS = 10_000;

  private final String location;
  private final List<Mistake> mistakes;

  private MachineReader(String location, List<Mistake> mistakes) {
    this.location = location;
    this.mistakes = mistakes;
  }

  /** The machine, or empty when it has a mistake. */
  static Optional<Machine> read(String name, ConfigObject given, List<Mistake> mistakes) {
    int before = mistakes.size();
    String location = "machines." + name + ".";
    SettingsReader reader = SettingsReader.ofSection(given, DEFAULTS, location, mistakes);
    String profile = reader.text("profile");
    ArgumentChange arguments =
        given.containsKey("kernel-arguments") ? ArgumentChange.read(reader) : ArgumentChange.NONE;
    List<Selection> selections = List.of();
    if (mistakes.size() == before) {
      selections = new MachineReader(location, mistakes).selections(given);
    }
    return mistakes.size() == before
        ? Optional.of(
            new Machine(
                name,
                selections,
                profile,
                arguments,
                ProfileReader.variables(given.get("variables"))))
        : Optional.empty();
  }

  /** One for each combination of the values of its conditions. */
  private List<Selection> selections(ConfigObject given) {
    if (!(given.get("select") instanceof ConfigObject select) || select.isEmpty()) {
      report(given, "select", "missing; expected one or more of " + String.join(", ", Kind.keys()));
      return List.of();
    }
    List<List<Selector>> combinations = List.of(List.of());
    // Not the set of entries, for which all values are hashed.
    for (String key : select.keySet()) {
      List<Selector> values = selectors(key, select.get(key));
      if ((long) combinations.size() * values.size() > MAX_SELECTIONS) {
        report(
            select,
            "select",
            "more than "
                + MAX_SELECTIONS
                + " combinations of values; split it into several machines");
        return List.of();
      }
      combinations = combined(combinations, values);
    }
    return combinations.stream().map(Selection::new).toList();
  }

  private static List<List<Selector>> combined(
      List<List<Selector>> combinations, List<Selector> values) {
    List<List<Selector>> longer = new ArrayList<>(combinations.size() * values.size());
    for (List<Selector> combination : combinations) {
      for (Selector value : values) {
        List<Selector> with = new ArrayList<>(combination.size() + 1);
        with.addAll(combination);
        with.add(value);
        longer.add(with);
      }
    }
    return longer;
  }

  /** One for each value of the key. */
  private List<Selector> selectors(String key, ConfigValue value) {
    Optional<Kind> kind = Kind.of(key);
    if (kind.isEmpty()) {
      report(
          value,
          "select." + key,
          NearMatch.of(key, Kind.keys())
              .map(near -> "unknown condition; did you mean " + near + "?")
              .orElse("unknown condition; expected one of " + String.join(", ", Kind.keys())));
      return List.of();
    }
    List<? extends ConfigValue> values = value instanceof ConfigList list ? list : List.of(value);
    List<Selector> selectors = new ArrayList<>();
    for (ConfigValue each : values) {
      // A number as it is written: 0012 is another serial number than 12.
      String text =
          each.valueType() == ConfigValueType.NUMBER
              ? each.atKey(key).getString(ConfigUtil.quoteString(key))
              : String.valueOf(each.unwrapped());
      Optional<Selector> selector =
          each instanceof ConfigObject ? Optional.empty() : Selector.parse(kind.get(), text);
      if (selector.isEmpty()) {
        String problem = Mistake.invalid("\"" + text + "\"", kind.get().expected());
        report(each, "select." + key, problem);
      }
      selector.ifPresent(selectors::add);
    }
    return selectors;
  }

  private void report(ConfigValue value, String key, String problem) {
    mistakes.add(Mistake.at(value.origin(), location + key, problem));
  }
}
