package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
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
  private final Optional<String> entry;

  private CatalogueRelease(
      ImportRequest request, PublishedRelease release, Optional<String> entry) {
    this.request = request;
    this.release = release;
    this.entry = entry;
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
      case Found.Release(PublishedRelease release) -> {
        requireMenu(source, release);
        yield new CatalogueRelease(request, release, source.entry());
      }
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

  /**
   * An ISO and an archive are not kept as they are, so what was imported from one is known by the
   * source that was noted.
   */
  @Override
  public boolean isPublishedAs(ImageVersion image) {
    if (!release.isProven()) {
      return false;
    }
    if (!(release.content() instanceof Content.Files files)) {
      return image.source().equals(Optional.of(origin()))
          && image.architecture().equals(Optional.of(architecture()))
          && addsNothing();
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
        new ImportRequest.Listed(release.version(), Optional.of(origin())));
  }

  /** Names the bytes too: some publishers replace a file under its URL. */
  private String origin() {
    String url = release.content().origin();
    Optional<Sha256> digest =
        switch (release.content()) {
          case Content.Files files -> Optional.empty();
          case Content.Iso(Artifact iso, String at) -> iso.sha256();
          case Content.Zipped(Artifact archive, Pattern member, String at) -> archive.sha256();
        };
    return digest.map(sha256 -> url + "#sha256=" + sha256.hex()).orElse(url);
  }

  private boolean addsNothing() {
    return request.extras().isEmpty()
        && request.wrapped().isEmpty()
        && request.kernelArguments().isBlank()
        && entry.isEmpty();
  }

  private static void requireMenu(ImportSource.FromCatalogue source, PublishedRelease release)
      throws ImportException {
    if (source.entry().isPresent() && !(release.content() instanceof Content.Iso)) {
      throw new ImportException(
          "%s is published as single files, without a boot menu; leave out --entry"
              .formatted(source.system().name()));
    }
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
          new ImportSource.LiveMedium(fetch(iso, downloads), release.preset(), entry);
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
