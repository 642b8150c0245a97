package org.pairboot.appliance.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pairboot.appliance.cli.console.Console;

/** Left-aligned columns for people; programs use {@code --json}. */
public final class TextTable {
  /** A longer cell overflows its column and does not widen that column for all rows. */
  private static final int MAX_WIDTH = 60;

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... heading) {
    rows.add(List.of(heading));
  }

  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  public void print(Console console) {
    int[] widths = IntStream.range(0, rows.getFirst().size()).map(this::width).toArray();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int missing = Math.max(0, widths[column] - row.get(column).length());
        line.append(row.get(column)).repeat(' ', missing + 2);
      }
      console.print(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> row.get(column).length())
        .filter(length -> length <= MAX_WIDTH)
        .max()
        .orElse(0);
  }
}
