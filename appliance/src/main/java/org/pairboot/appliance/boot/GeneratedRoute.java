package org.pairboot.appliance.boot;

import java.util.Optional;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.appliance.boot.name.GeneratedPaths.Asked;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.Content;

/** The names that this program makes up: parsed here, for whatever they ask for. */
final class GeneratedRoute implements Route {
  private final DocumentRoute documents;
  private final InitrdRoute initrds;
  private final BootedRoute reports;

  GeneratedRoute(BootService.Sources sources, BootListener listener) {
    this.documents = new DocumentRoute(sources);
    this.initrds = new InitrdRoute(sources.plans());
    this.reports = new BootedRoute(sources, listener);
  }

  @Override
  public Optional<Resolution> resolve(BootRequest request) {
    return GeneratedPaths.parse(request.name()).flatMap(asked -> resolve(asked, request));
  }

  private Optional<Resolution> resolve(Asked asked, BootRequest request) {
    return switch (asked.kind()) {
      case DOCUMENTS -> resolution("documents", documents.resolve(asked, request));
      case INITRDS -> resolution("initrds", initrds.resolve(asked));
      case REPORTS -> resolution("booted", reports.resolve(asked, request));
    };
  }

  private static Optional<Resolution> resolution(String route, Optional<Content> content) {
    return content.map(found -> Resolution.changing(route, found));
  }
}
