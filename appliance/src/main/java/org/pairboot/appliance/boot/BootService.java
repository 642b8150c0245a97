package org.pairboot.appliance.boot;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.Answer.Effect;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.name.ScriptNames.Stage;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.BootPlanner;
import org.pairboot.appliance.boot.script.BootFiles;
import org.pairboot.appliance.boot.script.Recipient;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ScriptWriter;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.Candidate;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.store.Snapshot;

/**
 * Decides what machines get. It works on snapshots and has no effects: the same question gives the
 * same answer until an image, a plan, a template or an attempt changes. Thread-safe; never blocks.
 */
public final class BootService {
  private final Sources sources;
  private final ScriptWriter writer;

  /**
   * What decisions are made from; each is read for each question.
   *
   * @param images that are published
   * @param plans which machine boots what
   * @param templates of scripts
   * @param attempts of machines to boot
   * @param server where this server answers, for the URLs in scripts
   */
  public record Sources(
      Supplier<Snapshot> images,
      Supplier<BootPlans> plans,
      Supplier<ScriptTemplates> templates,
      BootAttempts attempts,
      ServerAddresses server) {}

  public BootService(Sources sources) {
    this.sources = sources;
    this.writer = new ScriptWriter(sources.templates(), sources.server());
  }

  /** What the machine gets that asks {@code question}. */
  public Answer answer(Question question) {
    MachineIdentity machine = question.machine();
    BootPlans plans = sources.plans().get();
    Decision decision = plans.decide(machine);
    boolean asksOn =
        switch (question.stage()) {
          // More is to come that may change the decision; and what is for all machines is served
          // under the name that all of them ask for.
          case EARLY -> decision.open() || decision.chosen().isEmpty();
          case SPECIFIC -> decision.chosen().isEmpty();
          case ANONYMOUS, LAST -> false;
        };
    if (asksOn) {
      return new Answer.AskOn(machine, decision);
    }
    Candidate candidate = sources.attempts().candidate(decision, machine);
    BootPlanner planner = planner(question, plans, candidate);
    return asksWho(question, decision, planner)
        ? new Answer.AskWho(
            machine, decision, writer.question(question.script(), question.request()))
        : planned(question, decision, planner, candidate);
  }

  /** Whether the loader knows something that decides, and can still be asked for it. */
  private static boolean asksWho(Question question, Decision decision, BootPlanner planner) {
    MachineIdentity machine = question.machine();
    if (question.stage() == Stage.LAST || !question.script().canAskAgain()) {
      return false;
    }
    boolean unidentified =
        decision.open() || (machine.mac().isEmpty() && decision.profile().needsIdentity());
    return (question.stage() == Stage.ANONYMOUS && unidentified)
        || (machine.architecture().isEmpty() && planner.dependsOnArchitecture(decision));
  }

  private BootPlanner planner(Question question, BootPlans plans, Candidate candidate) {
    return new BootPlanner(
        plans,
        sources.images().get(),
        protocol -> isServed(protocol, question.request()),
        sources.attempts().standing(candidate).oneTime());
  }

  private Answer planned(
      Question question, Decision decision, BootPlanner planner, Candidate candidate) {
    MachineIdentity machine = question.machine();
    BootPlan wanted = planner.plan(decision, machine, question.script());
    Recipient recipient =
        new Recipient(
            machine,
            question.request(),
            reports(wanted) ? token(candidate, machine) : Optional.empty());
    BootPlan plan = writer.feasible(wanted, recipient);
    return new Answer.Planned(
        machine,
        decision,
        plan,
        writer.write(question.script(), plan, recipient),
        recipient,
        reports(plan) || plan.isOneTime()
            ? List.of(new Effect.BeginBoot(candidate, plan.isOneTime()))
            : List.of());
  }

  /** What the script of {@code answer} makes the loader fetch; empty unless an image boots. */
  Optional<BootFiles> files(Answer.Planned answer) {
    return answer.plan() instanceof BootPlan.Boot boot
        ? Optional.of(writer.files(boot, answer.recipient()))
        : Optional.empty();
  }

  /** Whether this server answers over {@code protocol}. */
  boolean isServed(Choice protocol, BootRequest request) {
    return writer.isServed(protocol, request);
  }

  /** The token that proves the report of {@code machine} on its present attempt. */
  Optional<String> token(Candidate candidate, MachineIdentity machine) {
    return sources.attempts().token(candidate, MachineFacts.of(machine).text());
  }

  /** Whether a machine that gets {@code plan} is told where to report. */
  private static boolean reports(BootPlan plan) {
    return switch (plan) {
      case BootPlan.Boot boot -> boot.reports();
      case BootPlan.Menu menu -> menu.choices().stream().anyMatch(choice -> reports(choice.plan()));
      case BootPlan.Chain chain -> false;
      case BootPlan.LocalDisk disk -> false;
      case BootPlan.Nothing nothing -> false;
    };
  }
}
