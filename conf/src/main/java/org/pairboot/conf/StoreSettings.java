package org.pairboot.conf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long image versions are kept.
 *
 * @param keep how many versions of each image are kept, at least 1; empty: all
 * @param keepImages overrides {@code keep} for single images, by name
 */
public record StoreSettings(OptionalInt keep, Map<String, OptionalInt> keepImages) {
  private static final String ALL = "all";

  /** Catches typing errors; no store has as many versions of an image. */
  private static final int MAX_KEEP = 1_000_000;

  private static final Pattern RULE = Pattern.compile("([a-z0-9][a-z0-9._-]{0,63})=(\\w+)");

  public StoreSettings {
    keepImages = Map.copyOf(keepImages);
  }

  private record Rule(String image, OptionalInt keep) {}

  static StoreSettings read(SettingsReader reader) {
    List<Rule> rules =
        reader.parsedList(
            "store.keep-images",
            "a list of NAME=NUMBER or NAME=all, such as [ \"fcos-stable=5\" ]",
            StoreSettings::rule);
    Map<String, OptionalInt> keepImages = new HashMap<>();
    rules.forEach(rule -> keepImages.put(rule.image(), rule.keep()));
    return new StoreSettings(
        reader.parsed("store.keep", "all, or a whole number from 1", StoreSettings::number),
        keepImages);
  }

  private static Optional<Rule> rule(String text) {
    Matcher matcher = RULE.matcher(text);
    return matcher.matches()
        ? number(matcher.group(2)).map(keep -> new Rule(matcher.group(1), keep))
        : Optional.empty();
  }

  private static Optional<OptionalInt> number(String text) {
    if (text.equals(ALL)) {
      return Optional.of(OptionalInt.empty());
    }
    try {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= MAX_KEEP
          ? Optional.of(OptionalInt.of(number))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
