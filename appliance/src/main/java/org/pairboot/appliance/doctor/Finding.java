package org.pairboot.appliance.doctor;

import org.pairboot.conf.KebabCase;

/**
 * What was found of one thing.
 *
 * @param where the thing: a file, address, image or setting
 * @param what about it
 * @param remedy what to do; empty where nothing is to be done
 */
public record Finding(Level level, String where, String what, String remedy) {

  /** What follows from a finding, from the least. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Right as it is, but good to know. */
    NOTE,
    /** Some machines, or some day, will have trouble. */
    WARNING,
    /** Machines cannot boot, or not as they should. */
    PROBLEM;

    @Override
    public String toString() {
      return KebabCase.of(this);
    }
  }

  static Finding ok(String where, String what) {
    return new Finding(Level.OK, where, what, "");
  }

  static Finding note(String where, String what, String remedy) {
    return new Finding(Level.NOTE, where, what, remedy);
  }

  static Finding warning(String where, String what, String remedy) {
    return new Finding(Level.WARNING, where, what, remedy);
  }

  static Finding problem(String where, String what, String remedy) {
    return new Finding(Level.PROBLEM, where, what, remedy);
  }
}
