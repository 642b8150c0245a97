package org.pairboot.artifacts.catalog;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Route.Lifetime;
import org.pairboot.artifacts.content.Content;

/** The routes in order; the first one that knows a name answers. Thread-safe. */
public final class Catalog {
  private final List<Route> routes;

  public Catalog(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /**
   * What a request resolved to.
   *
   * @param route the name of the route that answered
   * @param lifetime how long the name means this content
   */
  public record Resolution(String route, Lifetime lifetime, Content content) {}

  /** Resolves {@code request}, or empty when no route knows the name. */
  public Optional<Resolution> resolve(BootRequest request) {
    for (Route route : routes) {
      Optional<Content> content = route.resolve(request);
      if (content.isPresent()) {
        return Optional.of(new Resolution(route.name(), route.lifetime(request), content.get()));
      }
    }
    return Optional.empty();
  }
}
