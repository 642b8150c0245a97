package org.pairboot.it.docs;

import java.util.List;
import java.util.Optional;

/** An author's instructions to the tests, in HTML comments directly before a block. */
public sealed interface Expectation {

  /**
   * The block runs.
   *
   * @param before commands that run first; readers do not see them
   * @param exitCode the expected exit code
   */
  record Run(String before, int exitCode) implements Expectation {}

  /**
   * The block runs in another test, which has what the block needs.
   *
   * @param test the simple name of its class
   * @param before commands that run first; readers do not see them
   */
  record Elsewhere(String test, String before) implements Expectation {}

  /** The block does not run, for a reason that the tests report. */
  record Skip(String reason) implements Expectation {}

  /**
   * Parses the comments before a block, in order.
   *
   * @throws IllegalArgumentException if one of them is not a known instruction
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
                + "': unknown instruction; expected 'before COMMANDS', 'exit CODE', 'in TEST' or"
                + " 'skip: REASON'");
      }
    }
    Expectation run =
        test.<Expectation>map(name -> new Elsewhere(name, before.toString()))
            .orElse(new Run(before.toString(), exitCode));
    return skip.orElse(run);
  }
}
