package org.pairboot.appliance.machine;

import java.time.Instant;

/**
 * How far a machine has come.
 *
 * @param attempt the number of the attempt to which a script belongs that the machine gets now
 * @param oneTime whether it may boot now if it boots only once
 */
public record Standing(long attempt, Verdict oneTime) {

  /** Whether a machine that boots only once may do so now. */
  public sealed interface Verdict {
    /** It has not begun, or it began so recently that it may try again. */
    record Open() implements Verdict {}

    /** It has used its boot. */
    record Used(Instant since, How how) implements Verdict {}

    /**
     * It cannot be told whether it has.
     *
     * @param reason ends the sentence "boots from its disk, because ..."
     */
    record Refused(String reason) implements Verdict {}

    /** What used a boot up. */
    enum How {
      /** It has got its script, and the time for more tries is over. */
      BEGUN,
      /** It has reported that it runs. */
      BOOTED
    }
  }
}
