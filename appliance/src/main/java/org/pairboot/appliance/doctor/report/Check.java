package org.pairboot.appliance.doctor.report;

import java.io.IOException;
import java.util.List;
import org.pairboot.conf.KebabCase;
import org.pairboot.conf.Mistake;

/** Checks one topic. Changes nothing that a running server or its machines would notice. */
public interface Check {
  /** What it checks, in a word or two. */
  String topic();

  /**
   * What it found, in the order in which people want to read it.
   *
   * @throws IOException when the system does not provide what the check needs
   */
  List<Finding> run() throws IOException;

  /**
   * What a check found out about one thing.
   *
   * @param where the thing: a file, address, image or setting
   * @param what was found
   * @param remedy what to do; empty when nothing is to be done
   */
  record Finding(Level level, String where, String what, String remedy) {

    /** What follows from a finding, in increasing order. */
    public enum Level {
      /** As it should be. */
      OK,
      /** Fine, but good to know. */
      NOTE,
      /** Some machines will have trouble, or all of them some day. */
      WARNING,
      /** Machines cannot boot, or not as they should. */
      PROBLEM;

      @Override
      public String toString() {
        return KebabCase.of(this);
      }
    }

    public static Finding ok(String where, String what) {
      return new Finding(Level.OK, where, what, "");
    }

    public static Finding note(String where, String what, String remedy) {
      return new Finding(Level.NOTE, where, what, remedy);
    }

    public static Finding warning(String where, String what, String remedy) {
      return new Finding(Level.WARNING, where, what, remedy);
    }

    public static Finding problem(String where, String what, String remedy) {
      return new Finding(Level.PROBLEM, where, what, remedy);
    }

    /** A mistake in a file, found at its place. */
    public static Finding of(Level level, Mistake mistake, String remedy) {
      String what =
          mistake.key().isEmpty() ? mistake.problem() : mistake.key() + ": " + mistake.problem();
      return new Finding(level, mistake.place(), what, remedy);
    }
  }
}
