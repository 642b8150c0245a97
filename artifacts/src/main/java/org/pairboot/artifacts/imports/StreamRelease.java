package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.fetch.streams.StreamMetadata;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.PxeRelease;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsException;

/** The release that an import's metadata lists for the architecture of the import. */
final class StreamRelease {
  private final ImportRequest request;
  private final ImportSource.Metadata source;
  private final PxeRelease release;

  private StreamRelease(ImportRequest request, ImportSource.Metadata source, PxeRelease release) {
    this.request = request;
    this.source = source;
    this.release = release;
  }

  /** Reads the metadata; {@code mirror} is the setting downloads.mirror. */
  static StreamRelease read(
      ImportRequest request,
      ImportSource.Metadata source,
      Optional<String> mirror,
      Downloads downloads)
      throws ImportException, SettingsException, IOException {
    Optional<Source> base =
        mirror.isPresent() ? Optional.of(mirror(mirror.get())) : Optional.empty();
    byte[] document = downloads.read(source.document(), StreamMetadata.MAX_BYTES);
    Architecture architecture =
        request.architecture().isPresent() ? request.architecture().get() : ofThisMachine();
    PxeRelease release = StreamMetadata.parse(document, source.document(), base).pxe(architecture);
    return new StreamRelease(request, source, release);
  }

  private static Architecture ofThisMachine() throws ImportException {
    String name = System.getProperty("os.arch");
    return Architecture.parse(name)
        .orElseThrow(() ->
            new ImportException(
                "this machine's architecture '"
                    + name
                    + "' is none that images are made for; name one with --arch: "
                    + Architecture.EXPECTED));
  }

  String version() {
    return release.version();
  }

  Architecture architecture() {
    return release.architecture();
  }

  /** Whether importing this release would publish {@code image} again. */
  boolean isPublishedAs(ImageVersion image) {
    Set<Sha256> listed =
        release
            .artifacts()
            .flatMap(artifact -> artifact.sha256().stream())
            .collect(Collectors.toSet());
    Set<Sha256> published = image.parts().stream().map(Part::digest).collect(Collectors.toSet());
    return image.architecture().equals(Optional.of(release.architecture()))
        && request.extras().isEmpty()
        && listed.equals(published)
        && request.kernelArguments().equals(image.kernelArguments());
  }

  /** Fetches the files; the result is the import of these files. */
  ImportRequest fetch(Downloads downloads) throws IOException {
    Source kernel = fetch(release.kernel(), downloads);
    Source initramfs = fetch(release.initramfs(), downloads);
    Optional<Source> rootfs =
        release.rootfs().isPresent()
            ? Optional.of(fetch(release.rootfs().get(), downloads))
            : Optional.empty();
    return request.fromMetadata(
        new ImportSource.Files(kernel, Optional.of(initramfs), rootfs, source.preset()),
        release.architecture(),
        new ImportRequest.Listed(release.version(), release.origin()));
  }

  private static Source fetch(Artifact artifact, Downloads downloads) throws IOException {
    return new Source.LocalFile(downloads.fetch(artifact));
  }

  private static Source mirror(String setting) throws SettingsException {
    try {
      return Source.parse(setting);
    } catch (InvalidSourceException e) {
      throw new SettingsException(
          List.of(new Mistake("settings", "downloads.mirror", e.getMessage())));
    }
  }
}
