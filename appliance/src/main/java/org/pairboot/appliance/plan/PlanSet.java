package org.pairboot.appliance.plan;

import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsException;

/**
 * Plan files together.
 *
 * @param mistakes those of each file, and what does not fit together
 * @param warnings what is defined twice, and what looks wrong but is allowed
 */
record PlanSet(
    List<PlanFile> files, BootPlans plans, List<Mistake> mistakes, Set<Mistake> warnings) {

  /**
   * @param settings the profile for machines that no selection matches, when there is none called
   *     {@code default}, and the image for profiles that name none
   * @throws SettingsException for mistakes in the settings
   */
  static PlanSet of(List<PlanFile> files, BootSettings settings) throws SettingsException {
    Profile others = PlanReader.ofSettings(settings);
    Optional<ImageSelector> image = settings.image().map(ImageSelector::parse);
    List<Mistake> mistakes = new ArrayList<>();
    Map<String, Profile> profiles = new LinkedHashMap<>();
    Map<String, Machine> machines = new LinkedHashMap<>();
    Map<String, ConfigValue> entries = new HashMap<>();
    for (PlanFile file : files) {
      mistakes.addAll(file.mistakes());
      file.entries()
          .forEach((key, value) -> {
            ConfigValue first = entries.putIfAbsent(key, value);
            if (first != null) {
              String place = Mistake.at(first.origin(), "", "").place();
              mistakes.add(
                  Mistake.at(
                      value.origin(), key, "already defined in " + place + "; rename one of them"));
            }
          });
      file.profiles().forEach(profiles::putIfAbsent);
      file.machines().forEach(machines::putIfAbsent);
    }
    Profile fallback = profiles.computeIfAbsent(Profile.DEFAULT, _ -> others);
    PlanChecks checks = new PlanChecks(profiles, machines.values(), entries, mistakes);
    Set<Mistake> warnings = new LinkedHashSet<>();
    files.forEach(file -> warnings.addAll(file.repeated()));
    checks.checkReferences();
    if (mistakes.isEmpty()) {
      checks.checkDocuments(warnings);
      checks.checkWords(warnings);
    }
    return new PlanSet(
        List.copyOf(files),
        mistakes.isEmpty()
            ? new BootPlans(profiles, List.copyOf(machines.values()), fallback, image)
            : new BootPlans(Map.of(), List.of(), others, image),
        mistakes,
        warnings);
  }

  boolean isSound() {
    return mistakes.isEmpty();
  }
}
