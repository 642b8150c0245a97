package org.pairboot.it.attack;

import java.util.Locale;

/**
 * One line of the campaign's table.
 *
 * @param load what was sent
 * @param result what it caused
 * @param bound what it may cause at most
 */
record Finding(String attack, String load, String result, String bound, boolean holds) {
  /** A figure that must not be larger than another. */
  static Finding atMost(String attack, String load, String result, double value, double most) {
    String bound = String.format(Locale.ROOT, "at most %,.0f", most);
    return new Finding(attack, load, result, bound, value <= most);
  }
}
