package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.store.Snapshot;

/** The scripts under the names that loaders ask for, written anew for each request. */
final class ScriptRoute implements Route {
  private final Supplier<Snapshot> images;
  private final BootPlanner planner;
  private final ScriptWriter writer;

  ScriptRoute(Supplier<Snapshot> images, BootPlanner planner, ScriptWriter writer) {
    this.images = images;
    this.planner = planner;
    this.writer = writer;
  }

  @Override
  public String name() {
    return "scripts";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    return ScriptNames.of(request.name())
        .map(script -> writer.write(script, planner.plan(images.get()), request))
        .map(BytesContent::of);
  }
}
