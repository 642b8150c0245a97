package org.pairboot.appliance.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.appliance.document.DocumentFinding;
import org.pairboot.appliance.document.MachineVariables;
import org.pairboot.conf.Mistake;

/** Fills the documents in for every machine that there is, so that none finds what is wrong. */
final class DocumentsCheck {
  private final Map<String, Profile> profiles;
  private final Set<DocumentFinding> findings = new LinkedHashSet<>();

  DocumentsCheck(Map<String, Profile> profiles) {
    this.profiles = profiles;
  }

  /**
   * Each mistake once.
   *
   * @param doubtful takes what only looks wrong
   */
  List<Mistake> mistakes(
      Collection<Machine> machines, Profile fallback, Consumer<DocumentFinding> doubtful) {
    reachable(fallback).forEach(profile -> check(profile, Map.of()));
    for (Machine machine : machines) {
      Map<String, Object> own = new HashMap<>(Map.of("hostname", machine.name()));
      own.putAll(machine.variables());
      reachable(profiles.get(machine.profile())).forEach(profile -> check(profile, own));
    }
    findings.stream().filter(finding -> !finding.isError()).forEach(doubtful);
    return findings.stream()
        .filter(DocumentFinding::isError)
        .map(DocumentFinding::mistake)
        .toList();
  }

  private Stream<Profile> reachable(Profile profile) {
    return profile.action() instanceof Action.Menu menu
        ? Stream.concat(Stream.of(profile), menu.profiles().stream().map(profiles::get))
        : Stream.of(profile);
  }

  private void check(Profile profile, Map<String, Object> machine) {
    Map<String, Object> own = new HashMap<>(profile.variables());
    own.putAll(machine);
    findings.addAll(profile.documents().check(MachineVariables.EXAMPLE.with(own)));
  }
}
