package org.pairboot.artifacts.imports;

import java.io.IOException;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.store.image.ImageVersion;

/** A release that a document lists, before its files are fetched. */
sealed interface ListedRelease permits StreamRelease, CatalogueRelease {
  String version();

  Architecture architecture();

  /** Whether importing this release would publish {@code image} again, as far as is known. */
  boolean isPublishedAs(ImageVersion image);

  /** Fetches the files; the result is the import of these files. */
  ImportRequest fetch(Downloads downloads) throws ImportException, IOException;

  /** The architecture that {@code request} asks for, else that of this machine. */
  static Architecture architecture(ImportRequest request) throws ImportException {
    if (request.architecture().isPresent()) {
      return request.architecture().get();
    }
    String name = System.getProperty("os.arch");
    return Architecture.parse(name)
        .orElseThrow(() ->
            new ImportException(
                "this machine's architecture '"
                    + name
                    + "' is none that images are made for; name one with --arch: "
                    + Architecture.EXPECTED));
  }
}
