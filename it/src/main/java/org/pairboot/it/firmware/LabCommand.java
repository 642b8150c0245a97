package org.pairboot.it.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command behind {@code it/lab}, where its help is. */
public final class LabCommand {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private LabCommand() {}

  /** {@code list}, or {@code boot} with names of scenarios. */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    System.exit(words.getFirst().equals("list") ? list() : boot(words.subList(1, words.size())));
  }

  private static int list() {
    for (Scenario scenario : Scenario.all()) {
      System.out.printf(
          "%-32s %-10s %s%n", scenario.name(), scenario.runKind().term(), scenario.shows());
    }
    System.out.print(ScenarioResult.tableOfImpossible(Matrix.impossible()));
    return 0;
  }

  private static int boot(List<String> names) {
    List<Scenario> chosen = new ArrayList<>();
    for (String name : names) {
      Pattern pattern = Pattern.compile(("\\Q" + name + "\\E").replace("*", "\\E.*\\Q"));
      List<Scenario> found =
          Scenario.all().stream().filter(s -> pattern.matcher(s.name()).matches()).toList();
      if (found.isEmpty()) {
        System.err.println("error: unknown scenario '" + name + "'; 'it/lab list' lists all");
        return USAGE;
      }
      chosen.addAll(found);
    }
    return boot(chosen, new ArrayList<>());
  }

  private static int boot(List<Scenario> scenarios, List<ScenarioResult> results) {
    try (ScenarioRunner runner = new ScenarioRunner(true)) {
      for (Scenario scenario : scenarios) {
        System.out.println("==> " + scenario.name() + ": " + scenario.shows());
        System.out.println("    logs, console output and packets: " + runner.logs(scenario));
        ScenarioResult result = runner.play(scenario);
        results.add(result);
        System.out.print(result.traffic());
        System.out.println(
            result
                .failure()
                .map(failure -> "FAILED: " + failure.getMessage())
                .orElse(result.verdict()));
      }
    }
    System.out.print(ScenarioResult.table(results));
    return results.stream().allMatch(result -> result.failure().isEmpty()) ? 0 : FAILED;
  }
}
