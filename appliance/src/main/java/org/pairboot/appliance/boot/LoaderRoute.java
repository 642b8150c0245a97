package org.pairboot.appliance.boot;

import java.util.Optional;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.Content;

/** Boot loaders of the distribution's packages, at the root of the name space. */
final class LoaderRoute implements Route {
  private final LoaderIndex loaders;

  LoaderRoute(LoaderIndex loaders) {
    this.loaders = loaders;
  }

  @Override
  public String name() {
    return "loaders";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    return request.name().contains("/") ? Optional.empty() : loaders.find(request.name());
  }
}
