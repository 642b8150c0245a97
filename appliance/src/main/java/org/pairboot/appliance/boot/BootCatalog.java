package org.pairboot.appliance.boot;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ScriptWriter;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.loader.LoaderRoute;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.Settings.LoaderSettings;

/**
 * What the names are made of that both protocols serve.
 *
 * @param images the images published now; asked anew for each request
 * @param plans who boots what; asked anew for each request
 * @param templates of scripts; asked anew for each script
 * @param server where this server answers, for the URLs in scripts
 */
public record BootCatalog(
    Supplier<Snapshot> images,
    Supplier<BootPlans> plans,
    Supplier<ScriptTemplates> templates,
    OneTimeBoots once,
    LoaderSettings loaders,
    ServerAddresses server) {

  /** The route chain. */
  public Catalog create() {
    ProfileResolver resolver = new ProfileResolver(plans);
    ScriptWriter writer = new ScriptWriter(templates, server);
    KnownMachines known = new KnownMachines(InstantSource.system());
    List<Route> routes =
        List.of(
            new ImageRoute(images),
            new ScriptRoute(images, plans, writer, known, once),
            new DocumentRoute(resolver, server),
            new InitrdRoute(plans),
            new BootedRoute(resolver, once::booted),
            new LoaderRoute(loaders));
    return new Catalog(
        Stream.concat(routes.stream(), Stream.of(new RaspberryPiRoute(routes))).toList());
  }
}
