package org.pairboot.artifacts.imports;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.preset.Preset;

/** What an import starts from. */
public sealed interface ImportSource {

  /** The files that this names, which does not include those that metadata lists. */
  default Stream<Source> files() {
    return switch (this) {
      case Files(Source kernel, Source initramfs, Optional<Source> rootfs, var preset) ->
          Stream.concat(Stream.of(kernel, initramfs), rootfs.stream());
      case WithFetcher(Source kernel, Source initramfs, Source rootfs) ->
          Stream.of(kernel, initramfs, rootfs);
      case LiveMedium medium -> Stream.empty();
      case Metadata metadata -> Stream.empty();
    };
  }

  /**
   * Separate files.
   *
   * @param initramfs split, fat, or followed by the rootfs
   * @param rootfs the other half of a pair, or what the system of {@code preset} fetches
   * @param preset which system it is; empty: what the initramfs shows
   */
  record Files(Source kernel, Source initramfs, Optional<Source> rootfs, Optional<Preset> preset)
      implements ImportSource {}

  /**
   * Separate files, with an initramfs that cannot fetch the rootfs itself: a fetcher is added.
   *
   * @param rootfs a squashfs or an erofs
   */
  record WithFetcher(Source kernel, Source initramfs, Source rootfs) implements ImportSource {}

  /**
   * The ISO of a live system, or a directory with the contents of one.
   *
   * @param preset which system it is; empty: what the files show
   */
  record LiveMedium(Path path, Optional<Preset> preset) implements ImportSource {}

  /**
   * Metadata of a stream or of a release, which lists kernel, initramfs and rootfs.
   *
   * @param preset as with {@link Files}
   */
  record Metadata(Source document, Optional<Preset> preset) implements ImportSource {}
}
