package org.pairboot.appliance.boot;

import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.name.RaspberryPiNames;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;

/** {@link RaspberryPiNames}: what is in these directories is what is at the root. */
final class RaspberryPiRoute implements Route {
  private final List<Route> root;

  RaspberryPiRoute(List<Route> root) {
    this.root = root;
  }

  @Override
  public Optional<Resolution> resolve(BootRequest request) {
    return RaspberryPiNames.parse(request.name())
        .map(asked -> request.withName(asked.file()))
        .flatMap(at -> root.stream().flatMap(route -> route.resolve(at).stream()).findFirst())
        .map(found -> Resolution.changing("raspberry-pi", found.content()));
  }
}
