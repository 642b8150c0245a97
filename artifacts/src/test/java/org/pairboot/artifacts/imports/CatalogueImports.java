package org.pairboot.artifacts.imports;

import java.nio.file.Path;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.imports.systems.SystemCatalogue;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;

/** Imports systems of the catalogue from a mirror in a directory. */
final class CatalogueImports {
  private final ImageStore store;
  private final Path mirror;

  CatalogueImports(ImageStore store, Path mirror) {
    this.store = store;
    this.mirror = mirror;
  }

  /**
   * Imports without leave to publish what nothing proves.
   *
   * @param system with a stream after a colon, or without
   */
  PublishResult run(String system) throws Exception {
    return run(mirror.toString(), system, Optional.empty(), Architecture.X86_64, false);
  }

  PublishResult run(String system, Architecture architecture) throws Exception {
    return run(mirror.toString(), system, Optional.empty(), architecture, false);
  }

  PublishResult runEntry(String system, String entry) throws Exception {
    return run(mirror.toString(), system, Optional.of(entry), Architecture.X86_64, false);
  }

  /** Imports from the mirror at a URL. */
  PublishResult runFrom(String url, String system, boolean allowUnverified) throws Exception {
    return run(url, system, Optional.empty(), Architecture.X86_64, allowUnverified);
  }

  private PublishResult run(
      String place,
      String system,
      Optional<String> entry,
      Architecture architecture,
      boolean allowUnverified)
      throws Exception {
    String[] parts = system.split(":");
    ImportSource source =
        new ImportSource.FromCatalogue(
            SystemCatalogue.load().find(parts[0]),
            parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
            entry);
    ImportRequest request =
        TestImports.withArchitecture(
            TestImports.withArguments(parts[0], source, "", allowUnverified), architecture);
    return TestImports.importerFrom(store, place).run(request, Progress.NONE);
  }
}
