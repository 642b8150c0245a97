package org.pairboot.artifacts.catalog;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Catalog.Route.Lifetime;
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

  /** One way to turn a request into content. Implementations are thread-safe and do not block. */
  public interface Route {

    /** How long a name means the same bytes, which caches need to know. */
    public enum Lifetime {
      /** Forever, because the name includes the version. */
      IMMUTABLE,
      /**
       * Until something is imported, removed or changed: a channel, a generated script, a loader.
       */
      CHANGING
    }

    /** A short name for events and logs, such as {@code images}. */
    String name();

    /** The content for {@code request}, or empty when this route does not know the name. */
    Optional<Content> resolve(BootRequest request);

    /** How long the name of {@code request}, which this route knows, means the same content. */
    default Lifetime lifetime(BootRequest request) {
      return Lifetime.CHANGING;
    }
  }
}
