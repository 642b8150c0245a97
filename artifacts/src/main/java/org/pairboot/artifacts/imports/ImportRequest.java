package org.pairboot.artifacts.imports;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What to import as one image version.
 *
 * @param version the version's name; empty: the image's own, else one made from a digest
 * @param extras further initrds, in the order in which the kernel unpacks them
 * @param kernelArguments follow those that the image's system needs; an {@link
 *     org.pairboot.artifacts.content.ArgumentTemplate}
 * @param architecture empty: that of the metadata, else that of the kernel
 * @param allowUnverified whether to publish a pair that carries nothing to verify it by
 * @param keepFat whether to publish a fat initramfs beside the pair made from it
 * @param channels will point to the new version
 */
public record ImportRequest(
    String name,
    Optional<String> version,
    ImportSource source,
    List<Source> extras,
    String kernelArguments,
    Optional<String> architecture,
    boolean allowUnverified,
    boolean keepFat,
    List<ChannelRef> channels) {

  /**
   * @throws org.pairboot.artifacts.store.image.InvalidNameException when a text is not one line
   */
  public ImportRequest {
    extras = List.copyOf(extras);
    channels = List.copyOf(channels);
    ImageVersion.requireTexts(kernelArguments, architecture);
  }

  /** The same import from {@code files}, which metadata listed with its version. */
  ImportRequest fromMetadata(ImportSource.Files files, String itsVersion, String itsArchitecture) {
    return new ImportRequest(
        name,
        version.or(() -> Optional.of(itsVersion)),
        files,
        extras,
        kernelArguments,
        architecture.or(() -> Optional.of(itsArchitecture)),
        allowUnverified,
        keepFat,
        channels);
  }
}
