package org.pairboot.appliance.boot;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pairboot.appliance.loader.LoaderRoute;
import org.pairboot.appliance.loader.Loaders;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Route;

/**
 * Makes the catalog of all names that both protocols serve.
 *
 * @param sources what the answers to machines are made from
 * @param loaders those that can be served now
 * @param listener hears of machines that are answered and that report
 */
public record BootCatalog(
    BootService.Sources sources, Supplier<Loaders> loaders, BootListener listener) {

  /** The route chain. */
  public Catalog create() {
    BootService service = new BootService(sources);
    KnownMachines memory = new KnownMachines(System::nanoTime);
    List<Route> routes =
        List.of(
            new ImageRoute(sources.images()),
            new ScriptRoute(service, memory, sources, listener),
            new GeneratedRoute(sources, listener),
            new LoaderRoute(loaders));
    return new Catalog(
        Stream.concat(routes.stream(), Stream.of(new RaspberryPiRoute(routes))).toList());
  }
}
