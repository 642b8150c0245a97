package org.pairboot.appliance.boot;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.Answer.Effect;
import org.pairboot.appliance.boot.Answer.Text;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.name.ScriptNames.Stage;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.BootPlanner;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.BootFiles;
import org.pairboot.appliance.boot.script.Recipient;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ScriptWriter;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.Candidate;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.store.Snapshot;

/**
 * Decides what machines get. It works on snapshots and has no effects: the same question gives the
 * same answer until an image, a plan, a template or an attempt changes. So answers are kept, but
 * for what is of one attempt alone. Thread-safe; never blocks.
 */
public final class BootService {
  /** A fleet that boots at once, each machine with some questions; some MB at most. */
  private static final int MAX_ANSWERS = 4096;

  private static final long MAX_BYTES = 16 << 20;

  /** Of an answer, beside twice its text: an estimate. */
  private static final int ANSWER_BYTES = 2000;

  private final Sources sources;
  private volatile Answers answers;

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
      ServerAddresses server) {
    private Basis basis() {
      return new Basis(images.get(), plans.get(), templates.get(), server.current());
    }
  }

  public BootService(Sources sources) {
    this.sources = sources;
    this.answers = new Answers(sources.basis());
  }

  /** What all answers depend on. */
  private record Basis(
      Snapshot images,
      BootPlans plans,
      ScriptTemplates templates,
      List<Optional<InetSocketAddress>> server) {}

  /** What one answer depends on beside that: how the machine asks, and all that is known of it. */
  private record Key(
      Script script,
      Stage stage,
      MachineIdentity machine,
      String name,
      Protocol protocol,
      InetSocketAddress local) {
    static Key of(Question question) {
      BootRequest request = question.request();
      return new Key(
          question.script(),
          question.stage(),
          question.machine(),
          request.name(),
          request.protocol(),
          request.local());
    }
  }

  /** The answers that were made of one basis. */
  private record Answers(Basis basis, ScriptCache<Key, Kept> kept) {
    Answers(Basis basis) {
      this(basis, new ScriptCache<>(MAX_ANSWERS, MAX_BYTES));
    }
  }

  /**
   * An answer, and what it needs to be that of the machine's next attempt too.
   *
   * @param attempt empty where all attempts get the same
   */
  private record Kept(Answer answer, Optional<Attempt> attempt) {}

  /**
   * The attempt for which an answer was made.
   *
   * @param oneTime whether it may boot what it boots once; open where it boots each time
   * @param reports whether the machine is told where to report
   * @param token in the script; empty where there is none
   */
  private record Attempt(
      Candidate candidate, Verdict oneTime, boolean reports, Optional<String> token) {
    /** Whether the scripts of both differ in the token alone; a longer one might not fit. */
    boolean isLike(Attempt other) {
      return oneTime.equals(other.oneTime)
          && token.map(String::length).equals(other.token.map(String::length));
    }
  }

  /** What the machine gets that asks {@code question}. */
  public Answer answer(Question question) {
    Answers current = current();
    Key key = Key.of(question);
    return current
        .kept()
        .get(key)
        .flatMap(kept -> ofPresentAttempt(kept, question))
        .orElseGet(() -> {
          Kept made = answer(question, current.basis());
          // For the next attempt the token is replaced in the text, and only the token must be.
          boolean telling =
              made.attempt().flatMap(Attempt::token).filter(key.toString()::contains).isPresent();
          if (!telling) {
            current.kept().put(key, made, bytes(made.answer()));
          }
          return made.answer();
        });
  }

  private Answers current() {
    Answers known = answers;
    Basis basis = sources.basis();
    if (!known.basis().equals(basis)) {
      // Whoever does the same at this moment only loses what the other one keeps meanwhile.
      known = new Answers(basis);
      answers = known;
    }
    return known;
  }

  private static int bytes(Answer answer) {
    return ANSWER_BYTES + 2 * answer.script().map(String::length).orElse(0);
  }

  private Optional<Answer> ofPresentAttempt(Kept kept, Question question) {
    if (kept.attempt().isEmpty() || !(kept.answer() instanceof Answer.Planned before)) {
      return Optional.of(kept.answer());
    }
    Attempt attempt = kept.attempt().get();
    Attempt present =
        new Attempt(
            attempt.candidate(),
            oneTime(before.decision(), attempt.candidate()),
            attempt.reports(),
            attempt.reports() ? token(attempt.candidate(), question.machine()) : Optional.empty());
    if (present.equals(attempt)) {
      return Optional.of(before);
    }
    return present.isLike(attempt)
        ? Optional.of(before.with(attempt.token().orElseThrow(), present.token().orElseThrow()))
        : Optional.empty();
  }

  private Verdict oneTime(Decision decision, Candidate candidate) {
    return bootsOnce(decision.profile())
        ? sources.attempts().standing(candidate).oneTime()
        : new Verdict.Open();
  }

  private static boolean bootsOnce(Profile profile) {
    return profile.action() instanceof Action.Boot boot && boot.once();
  }

  private Kept answer(Question question, Basis basis) {
    MachineIdentity machine = question.machine();
    Decision decision = basis.plans().decide(machine);
    boolean asksOn =
        switch (question.stage()) {
          // More is to come that may change the decision; and what is for all machines is served
          // under the name that all of them ask for.
          case EARLY -> decision.open() || decision.chosen().isEmpty();
          case SPECIFIC -> decision.chosen().isEmpty();
          case ANONYMOUS, LAST -> false;
        };
    if (asksOn) {
      return new Kept(new Answer.AskOn(machine, decision), Optional.empty());
    }
    Candidate candidate = sources.attempts().candidate(decision, machine);
    Verdict oneTime = oneTime(decision, candidate);
    ScriptWriter writer = new ScriptWriter(basis.templates(), sources.server());
    BootPlanner planner =
        new BootPlanner(
            basis.plans(),
            basis.images(),
            protocol -> writer.isServed(protocol, question.request()),
            oneTime);
    if (asksWho(question, decision, planner)) {
      Text text = Text.of(writer.question(question.script(), question.request()));
      return new Kept(new Answer.AskWho(machine, decision, text), Optional.empty());
    }
    BootPlan wanted = planner.plan(decision, machine, question.script());
    boolean reports = reports(wanted);
    Optional<String> token = reports ? token(candidate, machine) : Optional.empty();
    Recipient recipient = new Recipient(machine, question.request(), token);
    BootPlan plan = writer.feasible(wanted, recipient);
    Answer.Planned planned =
        new Answer.Planned(
            machine,
            decision,
            plan,
            writer.write(question.script(), plan, recipient).map(Text::of),
            recipient,
            reports(plan) || plan.isOneTime()
                ? List.of(new Effect.BeginBoot(candidate, plan.isOneTime()))
                : List.of());
    return new Kept(
        planned,
        reports || bootsOnce(decision.profile())
            ? Optional.of(new Attempt(candidate, oneTime, reports, token))
            : Optional.empty());
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

  /** What the script of {@code answer} makes the loader fetch; empty unless an image boots. */
  Optional<BootFiles> files(Answer.Planned answer) {
    return answer.plan() instanceof BootPlan.Boot boot
        ? Optional.of(
            new ScriptWriter(sources.templates().get(), sources.server())
                .files(boot, answer.recipient()))
        : Optional.empty();
  }

  /** Whether this server answers over {@code protocol}. */
  boolean isServed(Choice protocol, BootRequest request) {
    return sources.server().base(protocol, request).isPresent();
  }

  /** The token that proves the report of {@code machine} on its present attempt. */
  private Optional<String> token(Candidate candidate, MachineIdentity machine) {
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
