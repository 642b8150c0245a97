package org.pairboot.appliance.boot;

import java.util.Optional;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;

/** The scripts under the names that loaders ask for: the boot service's answers, with effects. */
final class ScriptRoute implements Route {
  private final BootService service;
  private final KnownMachines memory;
  private final BootAttempts attempts;
  private final PlanLog log;
  private final BootListener listener;

  ScriptRoute(
      BootService service,
      KnownMachines memory,
      BootService.Sources sources,
      BootListener listener) {
    this.service = service;
    this.memory = memory;
    this.attempts = sources.attempts();
    this.log = new PlanLog(sources.plans());
    this.listener = listener;
  }

  @Override
  public Optional<Resolution> resolve(BootRequest request) {
    return Question.of(request, memory)
        .flatMap(question -> {
          Answer answer = service.answer(question);
          // A HEAD of an admin's must not begin a boot or stand for a machine.
          if (!request.evidence().probe()) {
            question.remember(memory);
            answer.effects().forEach(this::apply);
            log.add(answer);
            listener.answered(question, answer);
          }
          return answer.file().map(text -> Resolution.changing("scripts", text.content()));
        });
  }

  private void apply(Answer.Effect effect) {
    switch (effect) {
      case Answer.Effect.BeginBoot begin -> attempts.begin(begin.machine(), begin.oneTime());
    }
  }
}
