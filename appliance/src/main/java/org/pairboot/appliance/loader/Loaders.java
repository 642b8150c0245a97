package org.pairboot.appliance.loader;

import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.LoaderSettings;

/**
 * The loaders on the search path, by the names under which machines ask for them: at the root of
 * the name space, and in directories those for other firmware, whose modules have the same names.
 * Thread-safe.
 */
public final class Loaders {
  private static final String ROOT = "";

  private final Map<String, LoaderIndex> directories;

  public Loaders(LoaderSettings settings) {
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

  /**
   * @param name without a leading slash
   */
  public Optional<Content> find(String name) {
    int slash = name.lastIndexOf('/');
    String fileName = name.substring(slash + 1);
    return Optional.ofNullable(directories.get(name.substring(0, Math.max(0, slash))))
        .flatMap(loaders -> loaders.find(fileName))
        .or(() -> besideShim(fileName));
  }

  private Optional<Content> besideShim(String fileName) {
    return LoaderNames.isBesideShim(fileName)
        ? directories.get(ROOT).find(fileName)
        : Optional.empty();
  }
}
