package org.pairboot.appliance.boot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.loader.Loaders;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.BootSettings.Reports;
import org.pairboot.conf.Settings.LoaderSettings;

/** What loaders get from a store of their own, over TFTP where nothing else is said. */
final class TestBoots {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.77", 2070);
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 69);

  /** The time at which machines ask. */
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private final Path directory;
  private final ImageStore store;

  /**
   * @param directory for the store and for what machines have left
   */
  TestBoots(Path directory) throws Exception {
    this.directory = directory;
    store =
        ImageStore.open(directory.resolve("store"), new ImageStore.Options(Duration.ZERO, "test"));
  }

  ImageStore store() {
    return store;
  }

  void publish(String name, String version, boolean fetchesRootfs, PartName... more)
      throws Exception {
    TestImages.publish(store, name, version, "x86_64", fetchesRootfs, more);
  }

  String get(String name, BootSettings settings) throws Exception {
    return get(request(""), name, settings);
  }

  String get(BootRequest like, String name, BootSettings settings) throws Exception {
    return get(catalog(settings), like.withName(name));
  }

  static String get(Catalog catalog, String name) throws Exception {
    return get(catalog, request(name));
  }

  static String get(Catalog catalog, BootRequest request) throws Exception {
    try (ContentReader reader = catalog.resolve(request).orElseThrow().content().open()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }
  }

  Catalog catalog(BootSettings settings) throws Exception {
    BootPlans plans = PlanReader.read(settings);
    ScriptTemplates templates = ScriptTemplates.load(settings.templates());
    return catalog(plans, templates);
  }

  private Catalog catalog(BootPlans plans, ScriptTemplates templates) throws IOException {
    return catalog(sources(plans, templates));
  }

  static Catalog catalog(BootService.Sources sources) {
    return new BootCatalog(sources, TestBoots::noLoaders, BootListener.NONE).create();
  }

  /** What a server makes its answers from. */
  BootService.Sources sources(BootPlans plans, ScriptTemplates templates) throws IOException {
    return sources(() -> plans, () -> templates);
  }

  BootService.Sources sources(Supplier<BootPlans> plans, Supplier<ScriptTemplates> templates)
      throws IOException {
    return new BootService.Sources(
        store::snapshot,
        plans,
        templates,
        BootAttempts.open(
            directory, () -> new PlannedMachines(plans.get()), Reports.TOKEN, () -> now),
        new ServerAddresses(
            () -> Optional.of(new InetSocketAddress(69)),
            () -> Optional.of(new InetSocketAddress(8080)),
            Optional::empty));
  }

  static BootRequest request(String name) {
    return new BootRequest(name, Protocol.TFTP, CLIENT, SERVER);
  }

  static BootRequest overHttp(String name) {
    return new BootRequest(name, Protocol.HTTP, CLIENT, SERVER);
  }

  static BootSettings settings(Method method) {
    return new BootSettings(Optional.empty(), method, "");
  }

  static BootSettings image(String image) {
    return new BootSettings(Optional.of(image), Method.AUTO, "");
  }

  static Loaders noLoaders() {
    return Loaders.find(LoaderSettings.NONE, file -> {});
  }
}
