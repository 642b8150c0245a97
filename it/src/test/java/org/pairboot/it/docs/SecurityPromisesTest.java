package org.pairboot.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pairboot.it.lab.Repository;

/**
 * Each paragraph, list item and table row of {@code security.md} says which tests hold what it
 * promises, in a comment {@code held by:} in front of its block; {@code -} for what promises
 * nothing.
 */
class SecurityPromisesTest {
  private static final String MARK = "<!-- held by: ";
  private static final String END = " -->";

  /** What belongs together: a paragraph, a list or a table, with the comment in front of it. */
  private record Block(String heldBy, List<String> lines) {
    /** One for each promise of its own. */
    int parts() {
      if (lines.getFirst().startsWith("|")) {
        return lines.size() - 2;
      }
      return lines.getFirst().startsWith("* ")
          ? (int) lines.stream().filter(line -> line.startsWith("* ")).count()
          : 1;
    }
  }

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    String page = Files.readString(Repository.root().resolve("packaging/docs/security.md"));
    for (String text : page.replaceAll("(?s)```.*?```|<!-- test:.*?-->", "").split("\n\n+")) {
      List<String> lines = new ArrayList<>(text.strip().lines().toList());
      String heldBy = "";
      if (!lines.isEmpty() && lines.getFirst().startsWith(MARK)) {
        heldBy = lines.removeFirst();
      }
      boolean isText =
          !lines.isEmpty() && !lines.getFirst().startsWith("#") && !lines.getLast().endsWith(":");
      if (isText || !heldBy.isEmpty()) {
        blocks.add(new Block(heldBy, lines));
      }
    }
    return blocks;
  }

  @Test
  void eachPromiseNamesItsTests() throws IOException {
    // The first sentence says what the page is about.
    for (Block block : blocks().subList(1, blocks().size())) {
      assertThat(block.heldBy()).as(block.lines().getFirst()).startsWith(MARK);
      assertThat(block.heldBy().split(";")).as(block.heldBy()).hasSize(block.parts());
    }
  }

  @Test
  void theTestsExist() throws IOException {
    Set<String> known;
    try (Stream<Path> files = Files.walk(Repository.root())) {
      known =
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    for (Block block : blocks()) {
      String names =
          block.heldBy().isEmpty()
              ? ""
              : block.heldBy().substring(MARK.length()).replace(END, "").replace("-", "");
      assertThat(Arrays.stream(names.split("[ ;]+")).filter(name -> !name.isEmpty()))
          .as(block.lines().getFirst())
          .allMatch(known::contains);
    }
  }
}
