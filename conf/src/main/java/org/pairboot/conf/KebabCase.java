package org.pairboot.conf;

import java.util.Locale;

/**
 * How constants are written in settings, options, JSON and logs: {@code IF_PRESENT} as {@code
 * if-present}.
 */
public final class KebabCase {
  private KebabCase() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
