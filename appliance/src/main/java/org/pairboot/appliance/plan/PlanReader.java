package org.pairboot.appliance.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsException;

/**
 * Reads plan files and finds every mistake in them. What a server goes by when there are some, says
 * {@link PlansInForce}.
 *
 * @param plans all profiles and machines
 * @param files that were read: plans, what they include, and what they name
 * @param planFiles how many of them are plans by themselves
 * @param places of profiles and machines, by keys such as {@code machines.node1}
 * @param warnings what looks wrong but is allowed
 */
public record PlanReader(
    BootPlans plans,
    List<Path> files,
    int planFiles,
    Map<String, String> places,
    List<Mistake> warnings) {

  /**
   * Reads all plan files.
   *
   * @param settings which name the files, and what machines boot that no selection matches when
   *     there is no profile {@code default}
   * @throws SettingsException with one message for each mistake
   * @throws IOException when a directory exists but cannot be read
   */
  public static BootPlans read(BootSettings settings) throws SettingsException, IOException {
    return readAll(settings).plans();
  }

  /** Like {@link #read}, with all that is found out on the way. */
  public static PlanReader readAll(BootSettings settings) throws SettingsException, IOException {
    List<PlanFile> files = new ArrayList<>();
    for (Path place : settings.plans()) {
      for (Path file : PlanFiles.plansIn(place, _ -> {})) {
        files.add(PlanFile.read(file, _ -> {}));
      }
    }
    PlanSet set = PlanSet.of(files, settings);
    List<Mistake> mistakes = new ArrayList<>(set.mistakes());
    files.forEach(file -> mistakes.addAll(file.repeated()));
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
    return new PlanReader(
        set.plans(),
        files.stream().flatMap(file -> file.files().all()).distinct().toList(),
        files.size(),
        places(files),
        List.copyOf(set.warnings()));
  }

  /** How many profiles the plans have, without that of the settings. */
  public int profiles() {
    return (int) places.keySet().stream().filter(key -> key.startsWith("profiles.")).count();
  }

  private static Map<String, String> places(List<PlanFile> files) {
    Map<String, String> places = new HashMap<>();
    for (PlanFile file : files) {
      file.entries()
          .forEach((key, value) -> places.put(key, Mistake.at(value.origin(), "", "").place()));
    }
    return places;
  }

  /** The profile that the settings {@code boot.*} describe. */
  static Profile ofSettings(BootSettings settings) throws SettingsException {
    String arguments = settings.kernelArguments();
    List<Mistake> mistakes =
        Stream.concat(
                KernelArguments.mistake(arguments).stream(),
                MachineWords.mistakes(KernelArguments.parse(arguments), Map.of()).stream())
            .map(mistake -> new Mistake("settings", "boot.kernel-arguments", mistake))
            .toList();
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
    return new Profile(
        "of the settings boot.*",
        new Action.Boot(
            Optional.empty(),
            settings.method(),
            new ArgumentChange(KernelArguments.parse(arguments), KernelArguments.NONE)));
  }
}
