package org.pairboot.conf;

import java.nio.file.Path;
import java.util.List;

/**
 * Where boot loaders are found.
 *
 * @param searchPath directories, first match wins; they need not exist
 */
public record LoaderSettings(List<Path> searchPath) {

  static LoaderSettings read(SettingsReader reader) {
    return new LoaderSettings(reader.paths("loaders.search-path"));
  }
}
