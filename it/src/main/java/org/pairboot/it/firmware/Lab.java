package org.pairboot.it.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command for people; its help stands at the head of {@code it/lab}. */
public final class Lab {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Lab() {}

  /** {@code list}, or {@code boot} with the names of scenarios. */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    System.exit(words.getFirst().equals("list") ? list() : boot(words.subList(1, words.size())));
  }

  private static int list() {
    for (Scenario scenario : Scenarios.all()) {
      System.out.printf(
          "%-32s %-10s %s%n", scenario.name(), scenario.extent().term(), scenario.shows());
    }
    System.out.print(ResultTable.ofImpossible(Matrix.impossible()));
    return 0;
  }

  private static int boot(List<String> names) {
    List<Scenario> chosen = new ArrayList<>();
    for (String name : names) {
      Pattern pattern = Pattern.compile(("\\Q" + name + "\\E").replace("*", "\\E.*\\Q"));
      List<Scenario> found =
          Scenarios.all().stream().filter(s -> pattern.matcher(s.name()).matches()).toList();
      if (found.isEmpty()) {
        System.err.println("error: no scenario " + name + "; 'it/lab list' names all");
        return USAGE;
      }
      chosen.addAll(found);
    }
    return boot(chosen, new ArrayList<>());
  }

  private static int boot(List<Scenario> scenarios, List<Result> results) {
    try (Runner runner = new Runner(true)) {
      for (Scenario scenario : scenarios) {
        System.out.println("==> " + scenario.name() + ": " + scenario.shows());
        System.out.println("    logs, with console and packets: " + runner.logs(scenario));
        Result result = runner.play(scenario);
        results.add(result);
        System.out.print(result.traffic());
        System.out.println(
            result
                .failure()
                .map(failure -> "FAILED: " + failure.getMessage())
                .orElse(result.verdict()));
      }
    }
    System.out.print(ResultTable.of(results));
    return results.stream().allMatch(result -> result.failure().isEmpty()) ? 0 : FAILED;
  }
}
