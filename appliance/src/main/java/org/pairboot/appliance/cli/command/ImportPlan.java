package org.pairboot.appliance.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImportRequest;
import org.pairboot.artifacts.imports.ImportSource;

/**
 * What the command line wants imported, wherever it is.
 *
 * @param stream metadata that names the other files but the extras
 * @param iso a live system's ISO, or a directory with its files, instead of separate ones
 * @param kernel empty only with {@code stream} or {@code iso}
 * @param initramfs empty only with {@code stream} or {@code iso}
 */
record ImportPlan(
    String name,
    Optional<String> version,
    Optional<Source> stream,
    Optional<Path> iso,
    Optional<Preset> preset,
    Optional<Source> kernel,
    Optional<Source> initramfs,
    Optional<Source> rootfs,
    List<Source> extras,
    String kernelArguments,
    Optional<String> architecture,
    boolean allowUnverified,
    boolean keepFat,
    boolean addFetcher) {

  /** What becomes an image, all of it on this machine. */
  record Local(ImportSource source, List<Path> extras) {}

  /** Throws what makes no sense in this combination. */
  void check() throws UsageException {
    boolean separate = Stream.of(kernel, initramfs, rootfs).anyMatch(Optional::isPresent);
    if (iso.isPresent() && (separate || stream.isPresent())) {
      throw new UsageException(
          "--iso has all files of the image; leave out --kernel, --initramfs, --rootfs and"
              + " --stream");
    }
    if (stream.isPresent() && separate) {
      throw new UsageException(
          "--stream brings kernel, initramfs and rootfs; leave out the options of these names");
    }
    if (addFetcher
        && (rootfs.isEmpty()
            || preset.isPresent()
            || keepFat
            || kernel.isEmpty()
            || initramfs.isEmpty())) {
      throw new UsageException(
          "--add-fetcher takes --kernel, --initramfs and --rootfs, and neither --preset nor"
              + " --keep-fat");
    }
    if (stream.isEmpty() && iso.isEmpty() && (kernel.isEmpty() || initramfs.isEmpty())) {
      throw new UsageException("give --kernel and --initramfs, or --iso, or --stream");
    }
  }

  /** The files, where all of them are on this machine. */
  Optional<Local> local() {
    boolean local =
        stream.isEmpty() && sources().allMatch(source -> source instanceof Source.LocalFile);
    return local
        ? Optional.of(
            new Local(
                iso.isPresent()
                    ? isoSource(iso.get())
                    : filesSource(
                        path(kernel.orElseThrow()),
                        path(initramfs.orElseThrow()),
                        rootfs.map(ImportPlan::path)),
                extras.stream().map(ImportPlan::path).toList()))
        : Optional.empty();
  }

  /** An ISO as the importer takes it. */
  ImportSource isoSource(Path file) {
    return new ImportSource.Published(file, preset);
  }

  /** Separate files as the importer takes them. */
  ImportSource filesSource(Path kernelFile, Path initramfsFile, Optional<Path> rootfsFile) {
    return addFetcher
        ? new ImportSource.WithFetcher(kernelFile, initramfsFile, rootfsFile.orElseThrow())
        : new ImportSource.Files(kernelFile, initramfsFile, rootfsFile, preset);
  }

  /** All that the command line names but the metadata. */
  Stream<Source> sources() {
    return Stream.concat(
        Stream.of(kernel, initramfs, rootfs).flatMap(Optional::stream), extras.stream());
  }

  /** The import of {@code local}, which is what came of this plan. */
  ImportRequest request(
      Local local, Optional<String> ownVersion, Optional<String> ownArchitecture) {
    return new ImportRequest(
        name,
        version.or(() -> ownVersion),
        local.source(),
        local.extras(),
        kernelArguments,
        architecture.or(() -> ownArchitecture),
        allowUnverified,
        keepFat);
  }

  private static Path path(Source source) {
    return switch (source) {
      case Source.LocalFile(Path path) -> path;
      case Source.Remote remote -> throw new IllegalStateException("not here: " + remote);
    };
  }
}
