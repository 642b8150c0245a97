package org.pairboot.conf;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A file that is not in force as it is now, because of its mistakes.
 *
 * @param mistakes at least one
 * @param goodSince of its last good copy, which is in force in its place; empty if there is none,
 *     and nothing of the file is in force
 */
public record HeldBack(Path file, List<Mistake> mistakes, Optional<Instant> goodSince) {
  public HeldBack {
    mistakes = List.copyOf(mistakes);
  }

  /** What is in force in its place, in a sentence without a full stop. */
  public String inForce() {
    return goodSince
        .map(since -> "its copy of " + since.truncatedTo(ChronoUnit.SECONDS) + " stays in force")
        .orElse("nothing of it is in force, because it was never without mistakes here");
  }

  /** One line: the first mistake, how many more there are, and what is in force. */
  @Override
  public String toString() {
    String more = mistakes.size() > 1 ? " (and " + (mistakes.size() - 1) + " more)" : "";
    return mistakes.getFirst() + more + "; " + file + ": " + inForce();
  }
}
