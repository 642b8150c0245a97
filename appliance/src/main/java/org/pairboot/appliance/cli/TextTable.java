package org.pairboot.appliance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Left-aligned columns for people; programs take {@code --json}. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> heading) {
    rows.add(heading);
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  void print(Console console) {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column)).repeat(' ', widths[column] - row.get(column).length() + 2);
      }
      console.print(line.toString().stripTrailing());
    }
  }
}
