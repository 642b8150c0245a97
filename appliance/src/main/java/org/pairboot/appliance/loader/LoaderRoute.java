package org.pairboot.appliance.loader;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.pairboot.appliance.loader.LoaderPackages.Packages;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves boot loaders from the distribution's packages. */
public final class LoaderRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger(LoaderRoute.class);

  private final Supplier<Loaders> loaders;

  /** The missing loaders already reported; bounded by the number of known ones. */
  private final Set<String> missed = ConcurrentHashMap.newKeySet();

  /**
   * @param loaders those of now; asked for each request
   */
  public LoaderRoute(Supplier<Loaders> loaders) {
    this.loaders = loaders;
  }

  @Override
  public Optional<Resolution> resolve(BootRequest request) {
    Optional<Content> found = loaders.get().find(request.name());
    if (found.isEmpty()) {
      LoaderPackages.of(request.name())
          .ifPresent(packages -> reportMissing(request.name(), packages));
    }
    return found.map(loader -> Resolution.changing("loaders", loader));
  }

  private void reportMissing(String name, Packages packages) {
    if (missed.add(name)) {
      LOG.warn(
          "loaders: a machine requested {}, which is not on loaders.search-path; {}",
          name,
          packages);
    }
  }
}
