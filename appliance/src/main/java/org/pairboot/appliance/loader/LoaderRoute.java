package org.pairboot.appliance.loader;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.LoaderSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boot loaders of the distribution's packages: at the root of the name space, and in directories
 * those for other firmware, whose modules have the same names.
 */
public final class LoaderRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger(LoaderRoute.class);
  private static final String ROOT = "";

  private final Map<String, LoaderIndex> directories;

  /** Those already missed; no more than there are packages known. */
  private final Set<String> missed = ConcurrentHashMap.newKeySet();

  public LoaderRoute(LoaderSettings settings) {
    this.directories =
        Map.of(
            ROOT,
            new LoaderIndex(settings.searchPath()),
            "efi64",
            new LoaderIndex(settings.efi64()),
            "efi32",
            new LoaderIndex(settings.efi32()),
            "arm64",
            new LoaderIndex(settings.arm64()));
  }

  @Override
  public String name() {
    return "loaders";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    String name = request.name();
    int slash = name.lastIndexOf('/');
    String fileName = name.substring(slash + 1);
    LoaderIndex index = directories.get(name.substring(0, Math.max(0, slash)));
    Optional<Content> found =
        Optional.ofNullable(index)
            .flatMap(loaders -> loaders.find(fileName))
            .or(() -> besideShim(fileName));
    if (found.isEmpty()) {
      LoaderPackages.of(name).ifPresent(debianPackage -> reportMissing(name, debianPackage));
    }
    return found;
  }

  private Optional<Content> besideShim(String fileName) {
    return LoaderNames.isBesideShim(fileName)
        ? directories.get(ROOT).find(fileName)
        : Optional.empty();
  }

  private void reportMissing(String name, String debianPackage) {
    if (missed.add(name)) {
      LOG.warn(
          "loaders: a machine asks for {}, which is in no directory of loaders.search-path; on"
              + " Debian install the package {}",
          name,
          debianPackage);
    }
  }
}
