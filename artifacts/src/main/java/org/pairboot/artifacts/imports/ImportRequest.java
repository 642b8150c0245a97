package org.pairboot.artifacts.imports;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.systems.KnownSystem;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What to import as one image version.
 *
 * @param version the version's name; empty: that of the metadata, else the image's own, else one
 *     made from a digest
 * @param extras further initrds, in the order in which the kernel unpacks them
 * @param wrapped files that become further initrds, after {@code extras}
 * @param kernelArguments follow those that the image's system needs; an {@link
 *     org.pairboot.artifacts.content.ArgumentTemplate}
 * @param architecture empty: that of the metadata, else that of the kernel
 * @param allowUnverified whether to publish a pair that carries nothing to verify it by
 * @param allowUnknownKernel whether to publish a kernel of a form that is not known
 * @param unpackLimit of each initrd
 * @param keepFat whether to publish a fat initramfs beside the pair made from it
 * @param channels will point to the new version
 * @param listed what the metadata says that listed the files
 */
public record ImportRequest(
    String name,
    Optional<String> version,
    ImportSource source,
    List<Source> extras,
    List<WrappedFile> wrapped,
    String kernelArguments,
    Optional<Architecture> architecture,
    boolean allowUnverified,
    boolean allowUnknownKernel,
    UnpackLimit unpackLimit,
    boolean keepFat,
    List<ChannelRef> channels,
    Optional<Listed> listed) {

  /**
   * An import of what no metadata listed yet, with a kernel of a known form, initrds of a likely
   * size and nothing wrapped.
   */
  public ImportRequest(
      String name,
      Optional<String> version,
      ImportSource source,
      List<Source> extras,
      String kernelArguments,
      Optional<Architecture> architecture,
      boolean allowUnverified,
      boolean keepFat,
      List<ChannelRef> channels) {
    this(
        name,
        version,
        source,
        extras,
        List.of(),
        kernelArguments,
        architecture,
        allowUnverified,
        false,
        UnpackLimit.LIKELY,
        keepFat,
        channels,
        Optional.empty());
  }

  /**
   * @throws org.pairboot.artifacts.store.image.InvalidNameException when a text is not one line
   */
  public ImportRequest {
    extras = List.copyOf(extras);
    wrapped = List.copyOf(wrapped);
    channels = List.copyOf(channels);
    ImageVersion.requireKernelArguments(kernelArguments);
  }

  /**
   * An entry of metadata.
   *
   * @param origin the URL of the kernel
   */
  public record Listed(String version, Optional<String> origin) {}

  /** The version as far as it is known before any file is read. */
  Optional<String> knownVersion() {
    return version.or(() -> listed.map(Listed::version));
  }

  /**
   * The same import from {@code files}, which metadata or the catalogue listed.
   *
   * @param isProven whether digests of the publisher show that the files belong together
   */
  ImportRequest from(
      ImportSource files,
      String itsArguments,
      Architecture itsArchitecture,
      boolean isProven,
      Listed listed) {
    return new ImportRequest(
        name,
        version,
        files,
        extras,
        wrapped,
        Stream.of(itsArguments, kernelArguments)
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(" ")),
        architecture.or(() -> Optional.of(itsArchitecture)),
        allowUnverified || isProven,
        allowUnknownKernel,
        unpackLimit,
        keepFat,
        channels,
        Optional.of(listed));
  }

  /** What an import starts from. */
  public sealed interface ImportSource {

    /** A kernel by itself, which may be all that there is. */
    static ImportSource kernelAlone(Source kernel) {
      return new Files(kernel, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The files that this names, which does not include those that metadata lists. */
    default Stream<Source> files() {
      return switch (this) {
        case Files(
                Source kernel,
                Optional<Source> initramfs,
                Optional<Source> rootfs,
                var preset) ->
            Stream.of(Optional.of(kernel), initramfs, rootfs).flatMap(Optional::stream);
        case WithFetcher(Source kernel, Optional<Source> initramfs, Source rootfs) ->
            Stream.of(Optional.of(kernel), initramfs, Optional.of(rootfs))
                .flatMap(Optional::stream);
        // May be a directory, so it is looked at when it is read.
        case LiveMedium medium -> Stream.empty();
        case Metadata metadata -> Stream.empty();
        case FromCatalogue system -> Stream.empty();
      };
    }

    /**
     * Separate files.
     *
     * @param kernel one with an initramfs inside, as in a unified kernel image, needs no other; nor
     *     does a memory test or a netboot kernel
     * @param initramfs split, fat, or followed by the rootfs
     * @param rootfs the other half of a pair, or what the system of {@code preset} fetches
     * @param preset which system it is; empty: what the initramfs shows
     */
    record Files(
        Source kernel, Optional<Source> initramfs, Optional<Source> rootfs, Optional<Preset> preset)
        implements ImportSource {}

    /**
     * Separate files, with an initramfs that cannot fetch the rootfs itself: a fetcher is added.
     *
     * @param initramfs empty if it is inside the kernel
     * @param rootfs a squashfs or an erofs
     */
    record WithFetcher(Source kernel, Optional<Source> initramfs, Source rootfs)
        implements ImportSource {}

    /**
     * The ISO of a live system, or a directory with the contents of one.
     *
     * @param preset which system it is; empty: what the files show
     * @param entry of its boot menu, by title; empty: the first one for everyday use
     */
    record LiveMedium(Source medium, Optional<Preset> preset, Optional<String> entry)
        implements ImportSource {}

    /**
     * Metadata of a stream or of a release, which lists kernel, initramfs and rootfs.
     *
     * @param preset as with {@link Files}
     */
    record Metadata(Source document, Optional<Preset> preset) implements ImportSource {}

    /**
     * The newest release of a system of the catalogue.
     *
     * @param stream empty: the default one
     * @param entry of the boot menu of its ISO, as with {@link LiveMedium}
     */
    record FromCatalogue(KnownSystem system, Optional<String> stream, Optional<String> entry)
        implements ImportSource {}
  }
}
