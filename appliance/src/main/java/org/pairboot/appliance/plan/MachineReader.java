package org.pairboot.appliance.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.conf.Defaults;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.NearMatch;
import org.pairboot.conf.Network;
import org.pairboot.conf.SettingsReader;

/** Reads one machine. */
final class MachineReader {
  private static final Config DEFAULTS = Defaults.of(MachineReader.class, "machine.conf");
  private static final List<String> KEYS = Arrays.stream(Kind.values()).map(Kind::key).toList();

  /** More come of lists of values in one selection by mistake only. */
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
    List<Selection> selections = List.of();
    if (mistakes.size() == before) {
      selections = new MachineReader(location, mistakes).selections(given);
    }
    return mistakes.size() == before
        ? Optional.of(new Machine(name, selections, profile, Variables.of(given.get("variables"))))
        : Optional.empty();
  }

  private List<Selection> selections(ConfigObject given) {
    if (!(given.get("select") instanceof ConfigObject select) || select.isEmpty()) {
      report(given, "select", "is missing; it takes any of " + String.join(", ", KEYS));
      return List.of();
    }
    List<List<Selector>> combinations = List.of(List.of());
    for (Map.Entry<String, ConfigValue> entry : select.entrySet()) {
      combinations = combined(combinations, selectors(entry.getKey(), entry.getValue()));
      if (combinations.size() > MAX_SELECTIONS) {
        report(select, "select", "has more than " + MAX_SELECTIONS + " combinations of values");
        return List.of();
      }
    }
    return combinations.stream().filter(c -> !c.isEmpty()).map(Selection::new).toList();
  }

  private static List<List<Selector>> combined(
      List<List<Selector>> combinations, List<Selector> values) {
    return combinations.stream()
        .flatMap(combination ->
            values.stream()
                .map(value -> {
                  List<Selector> longer = new ArrayList<>(combination);
                  longer.add(value);
                  return longer;
                }))
        .map(List::copyOf)
        .toList();
  }

  /** One for each value that the key has. */
  private List<Selector> selectors(String key, ConfigValue value) {
    Optional<Kind> kind =
        Arrays.stream(Kind.values()).filter(each -> each.key().equals(key)).findFirst();
    if (kind.isEmpty()) {
      report(
          value,
          "select." + key,
          NearMatch.of(key, KEYS)
              .map(near -> "no such condition; did you mean " + near + "?")
              .orElse("no such condition; allowed here: " + String.join(", ", KEYS)));
      return List.of();
    }
    List<? extends ConfigValue> values = value instanceof ConfigList list ? list : List.of(value);
    List<Selector> selectors = new ArrayList<>();
    for (ConfigValue each : values) {
      String text = String.valueOf(each.unwrapped());
      Optional<Selector> selector =
          each instanceof ConfigObject ? Optional.empty() : parse(kind.get(), text);
      if (selector.isEmpty()) {
        String problem = "'" + text + "' is not allowed here; allowed: " + allowed(kind.get());
        report(each, "select." + key, problem);
      }
      selector.ifPresent(selectors::add);
    }
    return selectors;
  }

  private static Optional<Selector> parse(Kind kind, String text) {
    return switch (kind) {
      case MAC -> MacAddress.parse(text).map(Selector.Mac::new);
      case UUID -> uuid(text).map(Selector.Uuid::new);
      case SERIAL -> nonBlank(text).map(Selector.Serial::new);
      case ASSET_TAG -> nonBlank(text).map(Selector.AssetTag::new);
      case MAC_PREFIX -> prefix(text).map(Selector.MacPrefix::new);
      case SUBNET -> Network.parse(text).map(Selector.Subnet::new);
      case ARCHITECTURE -> Architecture.parse(text).map(Selector.Processor::new);
      case FIRMWARE ->
          Arrays.stream(Firmware.values())
              .filter(firmware -> firmware.toString().equals(text))
              .findFirst()
              .map(Selector.StartedBy::new);
    };
  }

  private static String allowed(Kind kind) {
    return switch (kind) {
      case MAC -> MacAddress.ALLOWED;
      case UUID -> "a UUID such as 564d1234-0000-4000-8000-0123456789ab";
      case SERIAL, ASSET_TAG -> "a text";
      case MAC_PREFIX -> "one to five bytes of a MAC address, such as 52:54:00";
      case SUBNET -> "a network such as 10.2.0.0/16 or fd00:1::/64";
      case ARCHITECTURE -> Architecture.ALLOWED;
      case FIRMWARE -> "bios, uefi";
    };
  }

  static Optional<UUID> uuid(String text) {
    // UUID.fromString takes shorter groups too.
    return text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static Optional<String> nonBlank(String text) {
    return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
  }

  private static Optional<String> prefix(String text) {
    return text.matches("(?i)[0-9a-f]{2}([:-]?[0-9a-f]{2}){0,4}")
        ? Optional.of(text.replaceAll("[:-]", "").toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private void report(ConfigValue value, String key, String problem) {
    mistakes.add(Mistake.at(value.origin(), location + key, problem));
  }
}
