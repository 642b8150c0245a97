package org.pairboot.conf.file;

import java.util.List;
import java.util.stream.Collectors;

/** A file cannot be used. The message has one line per problem. */
public final class FileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong with a file.
   *
   * @param place {@code FILE}, or {@code FILE:LINE}
   * @param key the path of the value that is meant; empty when no single value is
   * @param problem what is wrong, and what to do
   */
  public record Problem(String place, String key, String problem) {
    @Override
    public String toString() {
      return key.isEmpty() ? place + ": " + problem : place + ": " + key + ": " + problem;
    }
  }

  FileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  FileException(String place, String problem) {
    this(List.of(new Problem(place, "", problem)));
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }
}
