package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.planner.ProfileTrial;
import org.pairboot.appliance.boot.planner.UnnamedMachines;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.plan.PlansInForce;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.conf.HeldBack;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/** Plans, documents and templates: their mistakes, and whether each profile can boot. */
final class PlansCheck implements Check {
  private final LoadedSettings loaded;
  private final Settings settings;
  private final Optional<Snapshot> images;

  /**
   * @param images in the store, if it can be read
   */
  PlansCheck(LoadedSettings loaded, Optional<Snapshot> images) {
    this.loaded = loaded;
    this.settings = loaded.settings();
    this.images = images;
  }

  @Override
  public String topic() {
    return "boot plans";
  }

  @Override
  public List<Finding> run() throws IOException {
    List<Finding> findings = new ArrayList<>(templates());
    try {
      PlansInForce chosen = PlansInForce.read(settings);
      chosen.heldBack().forEach(held -> findings.addAll(wrong(held)));
      chosen.warnings().forEach(warning -> findings.add(suspicious(warning)));
      BootPlans plans = chosen.plans();
      if (chosen.heldBack().isEmpty()) {
        new ConfigWarnings(loaded, PlanReader.readAll(settings.boot()))
            .files()
            .forEach(warning -> findings.add(suspicious(warning)));
        findings.add(
            Finding.ok(
                "plans",
                count(plans.profiles(), "profile")
                    + " and "
                    + count(plans.machines(), "machine")
                    + ", no mistakes"));
      }
      images.ifPresent(snapshot -> {
        findings.addAll(profiles(plans, snapshot));
        unnamed(UnnamedMachines.of(plans, snapshot)).ifPresent(findings::add);
      });
    } catch (SettingsException e) {
      e.mistakes()
          .forEach(mistake ->
              findings.add(
                  Finding.of(Level.PROBLEM, mistake, "correct it; no server starts with it")));
    }
    return findings;
  }

  private List<Finding> templates() {
    List<HeldBack> heldBack = ScriptTemplates.inForce(settings).heldBack();
    return heldBack.isEmpty()
        ? settings.boot().templates().stream()
            .map(directory -> Finding.ok(directory.toString(), "no mistakes in templates"))
            .toList()
        : heldBack.stream().flatMap(held -> wrong(held).stream()).toList();
  }

  private List<Finding> profiles(BootPlans plans, Snapshot snapshot) {
    ProfileTrial trial = new ProfileTrial(plans, snapshot, this::isServed);
    List<Finding> findings = new ArrayList<>();
    Set<String> without = new HashSet<>();
    for (Profile profile : plans.profiles()) {
      trial
          .obstacle(profile)
          .ifPresent(reason -> {
            without.add(profile.name());
            findings.add(nothing("profile " + profile.name(), reason));
          });
    }
    for (Machine machine : plans.machines()) {
      if (!without.contains(machine.profile())) {
        trial
            .obstacle(machine)
            .ifPresent(reason -> findings.add(nothing("machine " + machine.name(), reason)));
      }
    }
    return findings;
  }

  /** Nothing where they have nothing to boot: their profile is reported for that. */
  private static Optional<Finding> unnamed(UnnamedMachines machines) {
    String where = "default";
    Optional<ImageVersion> installer =
        machines.version().filter(version -> version.installer().isPresent());
    if (installer.isPresent()) {
      return Optional.of(
          Finding.warning(
              where,
              "%s, which installs itself to a disk".formatted(machines.text()),
              "if that is not meant, choose another image with 'pairboot default NAME'"));
    }
    return machines.hasNothing()
        ? Optional.empty()
        : Optional.of(Finding.ok(where, machines.text()));
  }

  private static Finding nothing(String where, String reason) {
    return Finding.problem(
        where,
        "nothing to boot: " + reason,
        "its screen shows that message, then it boots from disk; correct the plan, or import an"
            + " image that fits");
  }

  private boolean isServed(Choice protocol) {
    return switch (protocol) {
      case AUTO -> true;
      case TFTP -> settings.tftp().enabled();
      case HTTP -> settings.http().enabled();
      case HTTPS -> settings.http().enabled() && settings.http().tls().enabled();
    };
  }

  private static String count(List<?> things, String name) {
    return things.size() + " " + name + (things.size() == 1 ? "" : "s");
  }

  private static List<Finding> wrong(HeldBack held) {
    return held.mistakes().stream()
        .map(mistake ->
            Finding.of(
                Level.PROBLEM, mistake, "correct it; of " + held.file() + ", " + held.inForce()))
        .toList();
  }

  private static Finding suspicious(Mistake mistake) {
    return Finding.of(Level.WARNING, mistake, "check it; it is used as it is");
  }
}
