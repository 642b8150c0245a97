package org.pairboot.conf;

import java.nio.file.Path;
import java.util.List;

/**
 * Where boot loaders are found: directories, first match wins; they need not exist.
 *
 * @param searchPath of what is served at the root
 * @param efi64 of what is served below {@code efi64}
 * @param efi32 of what is served below {@code efi32}
 * @param arm64 of what is served below {@code arm64}
 */
public record LoaderSettings(
    List<Path> searchPath, List<Path> efi64, List<Path> efi32, List<Path> arm64) {
  public static final LoaderSettings NONE =
      new LoaderSettings(List.of(), List.of(), List.of(), List.of());

  static LoaderSettings read(SettingsReader reader) {
    return new LoaderSettings(
        reader.paths("loaders.search-path"),
        reader.paths("loaders.efi64"),
        reader.paths("loaders.efi32"),
        reader.paths("loaders.arm64"));
  }
}
