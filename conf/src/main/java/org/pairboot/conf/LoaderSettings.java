package org.pairboot.conf;

import java.nio.file.Path;
import java.util.List;

/**
 * Directories with boot loaders; the first match wins, and they need not exist.
 *
 * @param searchPath for files served at the root
 * @param efi64 for files served below {@code efi64}
 * @param efi32 for files served below {@code efi32}
 * @param arm64 for files served below {@code arm64}
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
