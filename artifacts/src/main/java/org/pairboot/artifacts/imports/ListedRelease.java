package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;

/** A release that a document lists, before its files are fetched. */
sealed interface ListedRelease permits StreamRelease, CatalogueRelease {
  String version();

  Architecture architecture();

  /** Whether importing this release would publish {@code image} again, as far as is known. */
  boolean isPublishedAs(ImageVersion image);

  /**
   * Whether {@code image} was made of the listed files alone, and {@code request} adds no others.
   *
   * @param arguments those that the import would give the image
   */
  default boolean isMadeOf(
      Stream<Artifact> files, String arguments, ImageVersion image, ImportRequest request) {
    Set<Sha256> listed = files.flatMap(file -> file.sha256().stream()).collect(Collectors.toSet());
    Set<Sha256> published = image.parts().stream().map(Part::digest).collect(Collectors.toSet());
    return image.architecture().equals(Optional.of(architecture()))
        && request.extras().isEmpty()
        && request.wrapped().isEmpty()
        && listed.equals(published)
        && arguments.equals(image.kernelArguments());
  }

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
