package org.pairboot.appliance.plan;

import com.typesafe.config.ConfigValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.document.Document;
import org.pairboot.appliance.document.MachineVariables;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.NearMatch;

/** Checks what can be checked only after all plan files have been read. */
final class PlanChecks {
  private final Map<String, Profile> profiles;
  private final Collection<Machine> machines;
  private final Map<String, ConfigValue> entries;
  private final List<Mistake> mistakes;

  /**
   * @param profiles by name, among them {@link Profile#DEFAULT}
   * @param entries each profile and machine as it was read, by its key
   * @param mistakes to which each mistake is added
   */
  PlanChecks(
      Map<String, Profile> profiles,
      Collection<Machine> machines,
      Map<String, ConfigValue> entries,
      List<Mistake> mistakes) {
    this.profiles = profiles;
    this.machines = machines;
    this.entries = entries;
    this.mistakes = mistakes;
  }

  /** Finds names of profiles that do not exist, and machines that cannot be told apart. */
  void checkReferences() {
    for (Machine machine : machines) {
      if (!profiles.containsKey(machine.profile())) {
        reportUnknown(machine.profile(), key(machine), "profile");
      }
    }
    reportTies();
    profiles.values().forEach(this::checkMenu);
  }

  private void reportUnknown(String profile, String entry, String key) {
    String hint =
        NearMatch.of(profile, profiles.keySet())
            .map(near -> "did you mean " + near + "?")
            .orElse("expected one of " + String.join(", ", profiles.keySet()));
    report(entry, key, "unknown profile '" + profile + "'; " + hint);
  }

  /** Equal selections are the only ties that there can be; see {@link Selection}. */
  private void reportTies() {
    Map<Selection, Machine> first = new HashMap<>();
    for (Machine machine : machines) {
      for (Selection selection : machine.selections()) {
        Machine other = first.putIfAbsent(selection, machine);
        if (other != null) {
          report(
              key(machine),
              "select",
              selection + " also selects " + key(other) + "; add a condition to one of them");
        }
      }
    }
  }

  private void checkMenu(Profile profile) {
    if (profile.action() instanceof Action.Menu menu) {
      String entry = "profiles." + profile.name();
      for (String choice : menu.profiles()) {
        Profile chosen = profiles.get(choice);
        if (chosen == null) {
          reportUnknown(choice, entry, "menu.profiles");
        } else if (chosen.action() instanceof Action.Menu) {
          report(
              entry,
              "menu.profiles",
              "'" + choice + "' is a menu too; a menu cannot offer another menu");
        }
      }
    }
  }

  private void report(String entry, String key, String problem) {
    mistakes.add(Mistake.at(entries.get(entry).origin(), entry + "." + key, problem));
  }

  private static String key(Machine machine) {
    return "machines." + machine.name();
  }

  /**
   * Fills the documents in for every machine, so that mistakes are found here and not by a machine
   * that boots. Each mistake is added once.
   *
   * @param warnings to which is added what looks wrong but is allowed, and what is wrong in a
   *     profile that no machine gets
   */
  void checkDocuments(Set<Mistake> warnings) {
    Set<Document.Finding> findings = new LinkedHashSet<>();
    reachable(Profile.DEFAULT).forEach(profile -> findings.addAll(findings(profile, Map.of())));
    Map<String, List<Profile>> documented = new HashMap<>();
    for (Machine machine : machines) {
      List<Profile> withDocuments =
          documented.computeIfAbsent(
              machine.profile(),
              name -> reachable(name).filter(p -> !p.documents().all().isEmpty()).toList());
      if (!withDocuments.isEmpty()) {
        Map<String, Object> own = new HashMap<>(Map.of("hostname", machine.name()));
        own.putAll(machine.variables());
        withDocuments.forEach(profile -> findings.addAll(findings(profile, own)));
      }
    }
    for (Document.Finding finding : findings) {
      (finding.isError() ? mistakes : warnings).add(finding.mistake());
    }
    unused()
        .flatMap(profile -> findings(profile, Map.of()).stream())
        .map(Document.Finding::mistake)
        .forEach(warnings::add);
  }

  /** Those that no machine gets. */
  private Stream<Profile> unused() {
    Set<String> used =
        Stream.concat(Stream.of(Profile.DEFAULT), machines.stream().map(Machine::profile))
            .distinct()
            .flatMap(this::reachable)
            .map(Profile::name)
            .collect(Collectors.toSet());
    return profiles.values().stream().filter(profile -> !used.contains(profile.name()));
  }

  /** The profile, and those that its menu offers. */
  private Stream<Profile> reachable(String name) {
    Profile profile = profiles.get(name);
    return profile.action() instanceof Action.Menu menu
        ? Stream.concat(Stream.of(profile), menu.profiles().stream().map(profiles::get))
        : Stream.of(profile);
  }

  /**
   * Looks for words in braces that nothing stands for: in what a machine adds to kernel arguments,
   * and in the profiles that it may get. Each mistake is added once.
   *
   * @param warnings to which those of profiles are added that no machine gets
   */
  void checkWords(Set<Mistake> warnings) {
    Set<Mistake> found = new LinkedHashSet<>();
    reachable(Profile.DEFAULT).forEach(profile -> checkWords(profile, Map.of(), found));
    // Of a thousand machines with variables of the same names, one is enough for a profile.
    Set<List<Object>> checked = new HashSet<>();
    for (Machine machine : machines) {
      reachable(machine.profile())
          .forEach(profile -> {
            if (checked.add(List.of(profile.name(), kinds(machine.variables())))) {
              checkWords(profile, machine.variables(), found);
            }
            if (!machine.arguments().equals(ArgumentChange.NONE)) {
              MachineWords.mistakes(
                      machine.arguments().added(), merged(profile, machine.variables()))
                  .forEach(mistake -> add(found, key(machine), ArgumentChange.ADD, mistake));
            }
          });
    }
    mistakes.addAll(found);
    unused().forEach(profile -> checkWords(profile, Map.of(), warnings));
  }

  /** The names of {@code variables}, and whether each has several values. */
  private static Map<String, Boolean> kinds(Map<String, Object> variables) {
    Map<String, Boolean> kinds = new HashMap<>();
    variables.forEach(
        (name, value) -> kinds.put(name, value instanceof Collection || value instanceof Map));
    return kinds;
  }

  private void checkWords(Profile profile, Map<String, Object> machine, Set<Mistake> found) {
    String entry = "profiles." + profile.name();
    Map<String, Object> variables = merged(profile, machine);
    switch (profile.action()) {
      case Action.Boot boot ->
          MachineWords.mistakes(boot.arguments().added(), variables)
              .forEach(mistake -> add(found, entry, ArgumentChange.ADD, mistake));
      case Action.Chain chain ->
          MachineWords.mistakesOfUrl(chain.url(), variables)
              .forEach(mistake -> add(found, entry, "url", mistake));
      case Action.LocalDisk disk -> {}
      case Action.Menu menu -> {}
    }
  }

  /** Nothing for the profile of the settings, which has no entry and is looked at before. */
  private void add(Set<Mistake> found, String entry, String key, String problem) {
    ConfigValue value = entries.get(entry);
    if (value != null) {
      found.add(Mistake.at(value.origin(), entry + "." + key, problem));
    }
  }

  private static Map<String, Object> merged(Profile profile, Map<String, Object> machine) {
    Map<String, Object> own = new HashMap<>(profile.variables());
    own.putAll(machine);
    return own;
  }

  private static List<Document.Finding> findings(Profile profile, Map<String, Object> machine) {
    return profile.documents().check(MachineVariables.EXAMPLE.with(merged(profile, machine)));
  }
}
