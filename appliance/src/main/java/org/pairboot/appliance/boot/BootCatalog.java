package org.pairboot.appliance.boot;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.loader.LoaderRoute;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.LoaderSettings;

/** Puts the route chain together. */
public final class BootCatalog {
  private BootCatalog() {}

  /**
   * The names that both protocols serve.
   *
   * @param images the images published now; asked anew for each request
   * @param plans who boots what; asked anew for each script
   * @param httpEnabled whether this server will answer over HTTP
   * @param http where it does, for the URLs in scripts; asked at each request, because the port is
   *     known only once the server has been started with this catalog
   */
  public static Catalog create(
      Supplier<Snapshot> images,
      Supplier<BootPlans> plans,
      LoaderSettings loaders,
      boolean httpEnabled,
      Supplier<Optional<InetSocketAddress>> http) {
    ScriptWriter writer = new ScriptWriter(new ScriptTemplates(), http);
    return new Catalog(
        List.of(
            new ImageRoute(images),
            new ScriptRoute(
                images, plans, httpEnabled, writer, new KnownMachines(InstantSource.system())),
            new LoaderRoute(loaders)));
  }
}
