package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Mirror;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.imports.systems.KnownSystem;
import org.pairboot.artifacts.imports.systems.PublishedRelease;
import org.pairboot.artifacts.imports.systems.PublishedRelease.Content;
import org.pairboot.artifacts.imports.systems.PublishedRelease.Found;
import org.pairboot.artifacts.imports.systems.ReleaseFinder;
import org.pairboot.artifacts.store.image.ImageVersion;

/** The newest release of a system of the catalogue. */
final class CatalogueRelease implements ListedRelease {
  private final ImportRequest request;
  private final PublishedRelease release;

  private CatalogueRelease(ImportRequest request, PublishedRelease release) {
    this.request = request;
    this.release = release;
  }

  /** Finds the release. That of a system with metadata is what the metadata lists. */
  static ListedRelease find(
      ImportRequest request,
      ImportSource.FromCatalogue source,
      Optional<Mirror> mirror,
      Downloads downloads)
      throws ImportException, IOException {
    KnownSystem system = source.system();
    Found found =
        new ReleaseFinder(mirror, downloads)
            .find(system, source.stream(), ListedRelease.architecture(request));
    return switch (found) {
      case Found.Metadata(Source document) ->
          StreamRelease.read(
              request, new ImportSource.Metadata(document, system.preset()), mirror, downloads);
      case Found.Release(PublishedRelease release) -> new CatalogueRelease(request, release);
    };
  }

  @Override
  public String version() {
    return release.version();
  }

  @Override
  public Architecture architecture() {
    return release.architecture();
  }

  /** An ISO is not kept as it is, so what was imported from one is not known by its digest. */
  @Override
  public boolean isPublishedAs(ImageVersion image) {
    if (!(release.content() instanceof Content.Files files) || !release.isProven()) {
      return false;
    }
    String arguments =
        Stream.of(
                release.preset().map(Preset::arguments).orElse(""),
                release.arguments(),
                request.kernelArguments())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(" "));
    return isMadeOf(files.artifacts(), arguments, image, request);
  }

  @Override
  public ImportRequest fetch(Downloads downloads) throws ImportException, IOException {
    refuseWithoutProof();
    return request.from(
        source(downloads),
        release.arguments(),
        release.architecture(),
        release.isProven(),
        new ImportRequest.Listed(release.version(), Optional.of(release.content().origin())));
  }

  /** Says at once what the import would say after the download. */
  private void refuseWithoutProof() throws PairRejectedException {
    boolean hasRoot =
        release.content() instanceof Content.Iso
            || (release.content() instanceof Content.Files files && files.rootfs().isPresent());
    if (hasRoot && !release.isProven() && !request.allowUnverified()) {
      throw new PairRejectedException(
          "the publisher of %s lists no digests of these files, so nothing proves that they belong together; --allow-unverified publishes them anyway"
              .formatted(release.system()));
    }
  }

  private ImportSource source(Downloads downloads) throws ImportException, IOException {
    return switch (release.content()) {
      case Content.Iso(Artifact iso, String origin) ->
          new ImportSource.LiveMedium(fetch(iso, downloads), release.preset(), Optional.empty());
      case Content.Zipped(Artifact archive, Pattern member, String origin) ->
          ImportSource.kernelAlone(
              new Source.LocalFile(
                  ZipMember.unpack(
                      downloads.fetch(archive), member, downloads.temporaryDirectory())));
      case Content.Files(
              Artifact kernel,
              Optional<Artifact> initramfs,
              Optional<Artifact> rootfs,
              String origin) ->
          new ImportSource.Files(
              fetch(kernel, downloads),
              fetch(initramfs, downloads),
              fetch(rootfs, downloads),
              release.preset());
    };
  }

  private static Optional<Source> fetch(Optional<Artifact> artifact, Downloads downloads)
      throws IOException {
    return artifact.isPresent() ? Optional.of(fetch(artifact.get(), downloads)) : Optional.empty();
  }

  private static Source fetch(Artifact artifact, Downloads downloads) throws IOException {
    return new Source.LocalFile(downloads.fetch(artifact));
  }
}
