package org.pairboot.appliance.boot;

import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.name.RaspberryPiNames;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.Content;

/** {@link RaspberryPiNames}: what is in these directories is what is at the root. */
final class RaspberryPiRoute implements Route {
  private final List<Route> root;

  RaspberryPiRoute(List<Route> root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "raspberry-pi";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    return RaspberryPiNames.parse(request.name())
        .map(asked -> request.withName(asked.file()))
        .flatMap(at -> root.stream().flatMap(route -> route.resolve(at).stream()).findFirst());
  }
}
