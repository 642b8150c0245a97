package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.planner.ProfileTrial;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;
import org.pairboot.appliance.document.Document;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/** Plans, documents and templates: their mistakes, and whether each profile can boot. */
final class PlansCheck implements Check {
  private final Settings settings;
  private final Optional<Snapshot> images;

  /**
   * @param images in the store, if it can be read
   */
  PlansCheck(Settings settings, Optional<Snapshot> images) {
    this.settings = settings;
    this.images = images;
  }

  @Override
  public String topic() {
    return "boot plans";
  }

  @Override
  public List<Finding> run() throws IOException {
    List<Finding> findings = new ArrayList<>(templates());
    List<Document.Finding> warnings = new ArrayList<>();
    try {
      BootPlans plans = PlanReader.read(settings.boot(), file -> {}, warnings::add);
      warnings.forEach(warning -> findings.add(suspicious(warning.mistake())));
      findings.add(
          Finding.ok(
              "plans",
              count(plans.profiles(), "profile")
                  + " and "
                  + count(plans.machines(), "machine")
                  + ", no mistakes"));
      images.ifPresent(snapshot -> findings.addAll(profiles(plans, snapshot)));
    } catch (SettingsException e) {
      e.mistakes().forEach(mistake -> findings.add(wrong(mistake)));
    }
    return findings;
  }

  private List<Finding> templates() throws IOException {
    BootSettings boot = settings.boot();
    try {
      ScriptTemplates.load(boot.templates(), file -> {});
      return boot.templates().stream()
          .map(directory -> Finding.ok(directory.toString(), "no mistakes in templates"))
          .toList();
    } catch (SettingsException e) {
      return e.mistakes().stream().map(PlansCheck::wrong).toList();
    }
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

  private static Finding wrong(Mistake mistake) {
    return Finding.of(
        Level.PROBLEM,
        mistake,
        "correct it; a running server keeps its previous plans, but a new one does not start");
  }

  private static Finding suspicious(Mistake mistake) {
    return Finding.of(Level.WARNING, mistake, "check the document; it is served as it is");
  }
}
