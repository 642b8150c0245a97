package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.appliance.boot.ProfileResolver.Decided;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code boot/MACHINE/booted}, by which a machine reports that its system runs. */
final class BootedRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");
  private static final Content NOTED = BytesContent.of("noted\n");

  private final ProfileResolver resolver;
  private final Consumer<String> booted;

  /**
   * @param booted takes the name of each machine that reports
   */
  BootedRoute(ProfileResolver resolver, Consumer<String> booted) {
    this.resolver = resolver;
    this.booted = booted;
  }

  @Override
  public String name() {
    return "booted";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    return GeneratedPaths.REPORTS
        .parse(request.name())
        .filter(asked -> asked.file().equals(GeneratedPaths.BOOTED))
        .flatMap(asked -> resolver.decide(asked.owner(), request))
        .map(this::note);
  }

  private Content note(Decided decided) {
    LOG.info("{} has booted: {}", decided.name(), decided.decision().reason());
    booted.accept(decided.name());
    return NOTED;
  }
}
