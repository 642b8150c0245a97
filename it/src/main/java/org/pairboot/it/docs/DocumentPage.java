package org.pairboot.it.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pairboot.it.lab.Repository;

/**
 * One page: what of it can be proven wrong.
 *
 * @param blocks fenced blocks, in their order
 * @param links where its links point, as written
 * @param spans code within text, such as the names of commands and settings
 * @param anchors what a link to a place in this page may have behind its {@code #}
 */
public record DocumentPage(
    Path file, List<Block> blocks, List<Mention> links, List<Mention> spans, Set<String> anchors) {

  /** A word or address of the page, and its line, the first being 1. */
  public record Mention(String text, int line) {}

  /** Its place in the repository, such as {@code packaging/docs/store.md}. */
  public String name() {
    return Repository.root().relativize(file).toString();
  }
}
