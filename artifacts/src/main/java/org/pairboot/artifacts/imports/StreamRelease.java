package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Mirror;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.streams.StreamMetadata;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.PxeRelease;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.image.ImageVersion;

/** The release that an import's metadata lists for the architecture of the import. */
final class StreamRelease implements ListedRelease {
  private final ImportRequest request;
  private final ImportSource.Metadata source;
  private final PxeRelease release;

  private StreamRelease(ImportRequest request, ImportSource.Metadata source, PxeRelease release) {
    this.request = request;
    this.source = source;
    this.release = release;
  }

  static StreamRelease read(
      ImportRequest request,
      ImportSource.Metadata source,
      Optional<Mirror> mirror,
      Downloads downloads)
      throws ImportException, IOException {
    byte[] document = downloads.read(source.document(), StreamMetadata.MAX_BYTES);
    PxeRelease release =
        StreamMetadata.parse(document, source.document(), mirror)
            .pxe(ListedRelease.architecture(request));
    return new StreamRelease(request, source, release);
  }

  @Override
  public String version() {
    return release.version();
  }

  @Override
  public Architecture architecture() {
    return release.architecture();
  }

  @Override
  public boolean isPublishedAs(ImageVersion image) {
    return isMadeOf(release.artifacts(), request.kernelArguments(), image, request);
  }

  @Override
  public ImportRequest fetch(Downloads downloads) throws IOException {
    Source kernel = fetch(release.kernel(), downloads);
    Source initramfs = fetch(release.initramfs(), downloads);
    Optional<Source> rootfs =
        release.rootfs().isPresent()
            ? Optional.of(fetch(release.rootfs().get(), downloads))
            : Optional.empty();
    return request.from(
        new ImportSource.Files(kernel, Optional.of(initramfs), rootfs, source.preset()),
        "",
        release.architecture(),
        false,
        new ImportRequest.Listed(release.version(), release.origin()));
  }

  private static Source fetch(Artifact artifact, Downloads downloads) throws IOException {
    return new Source.LocalFile(downloads.fetch(artifact));
  }
}
