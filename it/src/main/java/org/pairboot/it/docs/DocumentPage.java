package org.pairboot.it.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pairboot.it.lab.Repository;

/**
 * The parts of a page that tests can check.
 *
 * @param blocks fenced blocks, in order
 * @param links the targets of its links, as written
 * @param spans inline code, such as the names of commands and settings
 * @param anchors the fragments that links to this page may use, without {@code #}
 */
public record DocumentPage(
    Path file, List<Block> blocks, List<Mention> links, List<Mention> spans, Set<String> anchors) {

  /** A text on the page and its line; the first line is 1. */
  public record Mention(String text, int line) {}

  /** Its path in the repository, such as {@code packaging/docs/store.md}. */
  public String name() {
    return Repository.root().relativize(file).toString();
  }
}
