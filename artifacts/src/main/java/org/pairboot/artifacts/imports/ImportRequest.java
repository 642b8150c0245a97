package org.pairboot.artifacts.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What is to become one image version.
 *
 * @param version the version's name; empty: the image's own, else one made from a digest
 * @param extras further initrds, in the order in which the kernel is to see them
 * @param kernelArguments what the image wants on its kernel's command line, behind what its system
 *     needs; an {@link org.pairboot.artifacts.content.ArgumentTemplate}
 * @param architecture empty: what the kernel says
 * @param allowUnverified whether a pair that carries nothing to verify it by may be published
 * @param keepFat whether a fat initramfs is published beside the pair that is made of it
 */
public record ImportRequest(
    String name,
    Optional<String> version,
    ImportSource source,
    List<Path> extras,
    String kernelArguments,
    Optional<String> architecture,
    boolean allowUnverified,
    boolean keepFat) {

  /**
   * @throws org.pairboot.artifacts.store.image.InvalidNameException when a text is not one line
   */
  public ImportRequest {
    extras = List.copyOf(extras);
    ImageVersion.requireTexts(kernelArguments, architecture);
  }
}
