package org.pairboot.artifacts.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.image.ImageVersion;

/**
 * The files that are to become one image version.
 *
 * @param version the version's name; empty: the image's own, else one made from a digest
 * @param initramfs split, fat, or with the rootfs behind it
 * @param extras further initrds, in the order in which the kernel is to see them
 * @param kernelArguments what the image wants on its kernel's command line
 * @param architecture empty: what the kernel says
 * @param allowUnverified whether a pair that carries nothing to verify it by may be published
 */
public record ImportRequest(
    String name,
    Optional<String> version,
    Path kernel,
    Path initramfs,
    Optional<Path> rootfs,
    List<Path> extras,
    String kernelArguments,
    Optional<String> architecture,
    boolean allowUnverified) {

  /**
   * @throws org.pairboot.artifacts.image.InvalidNameException when a text is not one line
   */
  public ImportRequest {
    extras = List.copyOf(extras);
    ImageVersion.requireTexts(kernelArguments, architecture);
  }
}
