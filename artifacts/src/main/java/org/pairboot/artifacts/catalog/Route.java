package org.pairboot.artifacts.catalog;

import java.util.Optional;
import org.pairboot.artifacts.content.Content;

/** One way to turn a request into content. Implementations are thread-safe and do not block. */
public interface Route {

  /** How long a name means the same bytes, which caches need to know. */
  public enum Lifetime {
    /** Forever, because the name includes the version. */
    IMMUTABLE,
    /** Until something is imported, removed or changed: a channel, a generated script, a loader. */
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
