package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Finds unknown keys: a misspelt key would otherwise silently have no effect. */
final class UnknownKeys {
  private final ConfigObject known;

  /** Prefix of the keys in mistakes. */
  private final String location;

  UnknownKeys(Config known) {
    this(known.root(), "");
  }

  private UnknownKeys(ConfigObject known, String location) {
    this.known = known;
    this.location = location;
  }

  /** Checks a section of another file; a section without known keys accepts any key. */
  static List<Mistake> below(String location, ConfigObject user, ConfigObject known) {
    return new UnknownKeys(known, location).in(user);
  }

  List<Mistake> in(Config user) {
    return in(user.root());
  }

  private List<Mistake> in(ConfigObject user) {
    List<Mistake> mistakes = new ArrayList<>();
    compare(user, known, List.of(), mistakes);
    return mistakes;
  }

  private void compare(
      ConfigObject user, ConfigObject known, List<String> parents, List<Mistake> mistakes) {
    // Not the set of entries, for which all values are hashed.
    for (String key : user.keySet()) {
      List<String> path = new ArrayList<>(parents);
      path.add(key);
      ConfigValue value = user.get(key);
      switch (known.get(key)) {
        case null -> mistakes.add(Mistake.at(value.origin(), key(path), unknown(path, known)));
        case ConfigObject section when section.isEmpty() && value instanceof ConfigObject -> {}
        case ConfigObject section when value instanceof ConfigObject object ->
            compare(object, section, path, mistakes);
        case ConfigObject section ->
            mistakes.add(
                Mistake.at(
                    value.origin(),
                    key(path),
                    section.isEmpty()
                        ? "is a section; put names of your own in it"
                        : "is a section with the keys " + names(section.keySet())));
        case ConfigList list -> {}
        case ConfigValue setting when value instanceof ConfigObject ->
            mistakes.add(
                Mistake.at(value.origin(), key(path), "is a single setting, not a section"));
        default -> {}
      }
    }
  }

  private String unknown(List<String> path, ConfigObject known) {
    return path.size() == 1 && location.isEmpty()
        ? "unknown section; every key starts with " + names(known.keySet()) + "."
        : unknown(path.getLast(), known.keySet(), near -> key(sibling(path, near)));
  }

  /** The problem with the key {@code given} where only {@code known} are allowed. */
  static String unknown(String given, Collection<String> known) {
    return unknown(given, known, near -> near);
  }

  private static String unknown(
      String given, Collection<String> known, UnaryOperator<String> shown) {
    return NearMatch.of(given, known)
        .map(near -> "unknown setting; did you mean " + shown.apply(near) + "?")
        .orElse("unknown setting; expected one of " + names(known));
  }

  private static List<String> sibling(List<String> path, String name) {
    List<String> sibling = new ArrayList<>(path);
    sibling.set(path.size() - 1, name);
    return sibling;
  }

  private static String names(Collection<String> keys) {
    return String.join(", ", keys.stream().sorted().toList());
  }

  private String key(List<String> path) {
    if (!location.isEmpty()) {
      return location + ConfigUtil.joinPath(path);
    }
    // Users write keys without the root section, as --set accepts them.
    List<String> shown = path.size() > 1 ? path.subList(1, path.size()) : path;
    return ConfigUtil.joinPath(shown);
  }
}
