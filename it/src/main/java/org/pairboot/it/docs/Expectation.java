package org.pairboot.it.docs;

import java.util.List;
import java.util.Optional;

/** What an author has said to the tests about a block, in HTML comments right in front of it. */
public sealed interface Expectation {

  /**
   * The block is run.
   *
   * @param before commands that are run first, which readers do not see
   * @param exitCode with which the block ends
   */
  record Run(String before, int exitCode) implements Expectation {}

  /**
   * The block is run by a test that has what it needs.
   *
   * @param test the name of its class
   * @param before commands that are run first, which readers do not see
   */
  record Elsewhere(String test, String before) implements Expectation {}

  /** The block is not run, for a reason that the tests repeat. */
  record Skip(String reason) implements Expectation {}

  /**
   * Reads the comments in front of a block, in their order.
   *
   * @throws IllegalArgumentException when one of them says nothing that is known
   */
  static Expectation of(List<String> comments) {
    StringBuilder before = new StringBuilder();
    int exitCode = 0;
    Optional<String> test = Optional.empty();
    Optional<Expectation> skip = Optional.empty();
    for (String comment : comments) {
      if (comment.startsWith("before")) {
        before.append(comment.substring("before".length()).strip()).append('\n');
      } else if (comment.matches("exit \\d{1,3}")) {
        exitCode = Integer.parseInt(comment.substring("exit ".length()));
      } else if (comment.matches("in [A-Z]\\w+IT")) {
        test = Optional.of(comment.substring("in ".length()));
      } else if (comment.matches("(?s)skip: \\S.*")) {
        skip = Optional.of(new Skip(comment.substring("skip: ".length())));
      } else {
        throw new IllegalArgumentException(
            "'test: "
                + comment
                + "' is none of 'before COMMANDS', 'exit CODE', 'in TEST', 'skip: REASON'");
      }
    }
    Expectation run =
        test.<Expectation>map(name -> new Elsewhere(name, before.toString()))
            .orElse(new Run(before.toString(), exitCode));
    return skip.orElse(run);
  }
}
