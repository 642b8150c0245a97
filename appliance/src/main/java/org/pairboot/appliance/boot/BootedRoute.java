package org.pairboot.appliance.boot;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.pairboot.appliance.boot.ProfileResolver.Decided;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.appliance.boot.name.GeneratedPaths.Asked;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.ReportResult;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.text.RateLimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code boot/MACHINE/booted?token=TOKEN}, by which a machine reports that its system runs. */
final class BootedRoute {
  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");
  private static final Content NOTED = BytesContent.of("noted\n");
  private static final String TOKEN = "token=";

  /** Anybody can send reports, and the log must not fill with them. */
  private static final int REJECTION_LINES_PER_MINUTE = 20;

  private final RateLimitedLog rejections =
      new RateLimitedLog(REJECTION_LINES_PER_MINUTE, Duration.ofMinutes(1));
  private final ProfileResolver resolver;
  private final BootAttempts attempts;
  private final BootListener listener;

  BootedRoute(BootService.Sources sources, BootListener listener) {
    this.resolver = new ProfileResolver(sources.plans());
    this.attempts = sources.attempts();
    this.listener = listener;
  }

  Optional<Content> resolve(Asked asked, BootRequest request) {
    return decided(asked, request).map(_ -> NOTED);
  }

  private Optional<Decided> decided(Asked asked, BootRequest request) {
    // TFTP has no queries: there the token is a part of the name.
    String[] fileAndQuery = asked.file().split("\\?", 2);
    Optional<String> query =
        fileAndQuery.length > 1 ? Optional.of(fileAndQuery[1]) : request.evidence().query();
    return Optional.of(fileAndQuery[0])
        .filter(GeneratedPaths.BOOTED::equals)
        .flatMap(_ -> resolver.decide(asked.owner(), request))
        .filter(decided ->
            request.evidence().probe()
                || isNoted(decided, query.flatMap(BootedRoute::token), request));
  }

  private static Optional<String> token(String query) {
    return Arrays.stream(query.split("&"))
        .filter(parameter -> parameter.startsWith(TOKEN))
        .map(parameter -> parameter.substring(TOKEN.length()))
        .findFirst();
  }

  private boolean isNoted(Decided decided, Optional<String> token, BootRequest request) {
    ReportResult result =
        attempts.report(
            attempts.candidate(decided.decision(), decided.machine()),
            token,
            MachineFacts.of(decided.machine()).text());
    listener.reported(request, decided.machine(), decided.decision(), result);
    return switch (result) {
      case ReportResult.Noted noted -> {
        LOG.info("{} has booted: {}", decided.name(), decided.decision().reason());
        yield true;
      }
      case ReportResult.Rejected rejected -> {
        rejections
            .add(1, System.nanoTime())
            .ifPresent(count ->
                LOG.warn(
                    "report of {} from {} rejected: {}{}",
                    decided.name(),
                    request.peer().getAddress().getHostAddress(),
                    rejected.reason(),
                    count > 1 ? " (" + count + " reports)" : ""));
        yield false;
      }
    };
  }
}
