package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.planner.ProfileTrial;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.document.DocumentFinding;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/**
 * Plans, documents and templates: mistakes in them, and whether profiles have what they boot.
 *
 * @param images that there are to boot, where the store can be read
 */
record PlansCheck(Settings settings, Optional<Snapshot> images) implements Check {

  @Override
  public String topic() {
    return "boot plans";
  }

  @Override
  public List<Finding> run() throws IOException {
    List<Finding> findings = new ArrayList<>(templates());
    List<DocumentFinding> doubts = new ArrayList<>();
    try {
      BootPlans plans = PlanReader.read(settings.boot(), file -> {}, doubts::add);
      doubts.forEach(doubt -> findings.add(doubtful(doubt.mistake())));
      findings.add(Finding.ok("plans", count(plans.profiles(), "profile") + count(plans)));
      images.ifPresent(there -> findings.addAll(profiles(plans, there)));
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
          .map(directory -> Finding.ok(directory.toString(), "templates without mistakes"))
          .toList();
    } catch (SettingsException e) {
      return e.mistakes().stream().map(PlansCheck::wrong).toList();
    }
  }

  private List<Finding> profiles(BootPlans plans, Snapshot there) {
    ProfileTrial trial = new ProfileTrial(plans, there, this::isServed);
    List<Finding> findings = new ArrayList<>();
    for (Profile profile : plans.profiles()) {
      Optional<String> obstacle = trial.obstacle(profile);
      obstacle.ifPresent(reason ->
          findings.add(
              Finding.problem(
                  "profile " + profile.name(),
                  reason,
                  "machines with it show this message and start their disk; correct the profile,"
                      + " or import what it names")));
    }
    return findings;
  }

  private boolean isServed(Choice protocol) {
    return switch (protocol) {
      case AUTO -> true;
      case TFTP -> settings.tftp().enabled();
      case HTTP -> settings.http().enabled();
      case HTTPS -> settings.http().enabled() && settings.http().tls().enabled();
    };
  }

  private static String count(BootPlans plans) {
    return " and " + count(plans.machines(), "machine") + ", without mistakes";
  }

  private static String count(List<?> things, String name) {
    return things.size() + " " + name + (things.size() == 1 ? "" : "s");
  }

  private static Finding wrong(Mistake mistake) {
    return Finding.problem(
        mistake.place(),
        text(mistake),
        "correct it; a running server goes on with the plans that it has, but does not start with"
            + " these");
  }

  private static Finding doubtful(Mistake mistake) {
    return Finding.warning(
        mistake.place(), text(mistake), "the document is served as it is; look at it again");
  }

  private static String text(Mistake mistake) {
    return mistake.key().isEmpty() ? mistake.problem() : mistake.key() + ": " + mistake.problem();
  }
}
