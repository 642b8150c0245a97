package org.pairboot.appliance.boot;

import java.util.Optional;
import org.pairboot.appliance.boot.ProfileResolver.Decided;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.ReportResult;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code boot/MACHINE/booted?token=TOKEN}, by which a machine reports that its system runs. */
final class BootedRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");
  private static final Content NOTED = BytesContent.of("noted\n");
  private static final String TOKEN = "token=";

  private final ProfileResolver resolver;
  private final BootAttempts attempts;

  BootedRoute(BootService.Sources sources) {
    this.resolver = new ProfileResolver(sources.plans());
    this.attempts = sources.attempts();
  }

  @Override
  public String name() {
    return "booted";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    return GeneratedPaths.REPORTS
        .parse(request.name())
        .filter(asked -> asked.file().equals(GeneratedPaths.BOOTED))
        .flatMap(asked -> resolver.decide(asked.owner(), request))
        .filter(decided -> request.evidence().probe() || isNoted(decided, request))
        .map(_ -> NOTED);
  }

  private boolean isNoted(Decided decided, BootRequest request) {
    ReportResult result =
        attempts.report(
            attempts.candidate(decided.decision(), decided.machine()),
            request.evidence().query().filter(q -> q.startsWith(TOKEN)).map(BootedRoute::token),
            MachineFacts.of(decided.machine()).text());
    return switch (result) {
      case ReportResult.Noted noted -> {
        LOG.info("{} has booted: {}", decided.name(), decided.decision().reason());
        yield true;
      }
      case ReportResult.Rejected rejected -> {
        LOG.warn(
            "report of {} from {} rejected: {}",
            decided.name(),
            request.peer().getAddress().getHostAddress(),
            rejected.reason());
        yield false;
      }
    };
  }

  private static String token(String query) {
    return query.substring(TOKEN.length());
  }
}
