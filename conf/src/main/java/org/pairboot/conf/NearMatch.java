package org.pairboot.conf;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the candidate that a misspelt word probably meant, by edit distance. */
public final class NearMatch {
  private NearMatch() {}

  /** The candidate nearest to {@code given}, if it is near enough to suggest. */
  public static Optional<String> of(String given, Collection<String> candidates) {
    int tolerated = Math.max(1, given.length() / 3);
    LevenshteinDistance levenshtein = new LevenshteinDistance(tolerated);
    record Candidate(String text, int distance) {}
    return candidates.stream()
        .map(text -> new Candidate(text, levenshtein.apply(given, text)))
        .filter(candidate -> candidate.distance() >= 0)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::text))
        .map(Candidate::text);
  }
}
