package org.pairboot.artifacts.catalog;

import java.util.List;
import java.util.Optional;
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
   * @param route a short name of the route that answered, for events and logs, such as {@code
   *     images}
   * @param lifetime how long the name means this content
   */
  public record Resolution(String route, Lifetime lifetime, Content content) {

    /** Of a name that may mean another content next time. */
    public static Resolution changing(String route, Content content) {
      return new Resolution(route, Lifetime.CHANGING, content);
    }
  }

  /** How long a name means the same bytes, which caches need to know. */
  public enum Lifetime {
    /** Forever, because the name includes the version. */
    IMMUTABLE,
    /** Until something is imported, removed or changed: a channel, a generated script, a loader. */
    CHANGING
  }

  /** Resolves {@code request}, or empty when no route knows the name. */
  public Optional<Resolution> resolve(BootRequest request) {
    for (Route route : routes) {
      Optional<Resolution> found = route.resolve(request);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * One way to turn a request into content. Implementations are thread-safe, and work in memory:
   * they never wait for files, for the network, or for who does.
   */
  @FunctionalInterface
  public interface Route {

    /** The content for {@code request}, or empty when this route does not know the name. */
    Optional<Resolution> resolve(BootRequest request);
  }
}
