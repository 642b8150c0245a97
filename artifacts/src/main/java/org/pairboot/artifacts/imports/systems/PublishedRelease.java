package org.pairboot.artifacts.imports.systems;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.preset.Preset;

/**
 * A release that was found for one architecture.
 *
 * @param arguments kernel arguments besides those of the preset; possibly empty
 */
public record PublishedRelease(
    String system,
    String version,
    Architecture architecture,
    Content content,
    Optional<Preset> preset,
    String arguments) {

  /** The files to fetch. */
  public sealed interface Content {
    /** All of them. */
    default Stream<Artifact> artifacts() {
      return switch (this) {
        case Iso(Artifact iso, String origin) -> Stream.of(iso);
        case Zipped(Artifact archive, Pattern member, String origin) -> Stream.of(archive);
        case Files(
                Artifact kernel,
                Optional<Artifact> initramfs,
                Optional<Artifact> rootfs,
                String origin) ->
            Stream.of(Optional.of(kernel), initramfs, rootfs).flatMap(Optional::stream);
      };
    }

    /** The publisher's URL of the first file, whatever mirror it is fetched from. */
    String origin();

    /** The ISO of a live system. */
    record Iso(Artifact iso, String origin) implements Content {}

    /** Separate files. */
    record Files(
        Artifact kernel, Optional<Artifact> initramfs, Optional<Artifact> rootfs, String origin)
        implements Content {}

    /** A kernel, the one file in an archive whose name matches. */
    record Zipped(Artifact archive, Pattern member, String origin) implements Content {}
  }

  /** Either the metadata of a stream, which lists the files itself, or a release. */
  public sealed interface Found {
    /** Metadata in the form of Fedora CoreOS. */
    record Metadata(Source document) implements Found {}

    /** Files. */
    record Release(PublishedRelease release) implements Found {}
  }

  /** Whether the publisher's digests prove that all files are of this release. */
  public boolean isProven() {
    return content.artifacts().allMatch(artifact -> artifact.sha256().isPresent());
  }
}
