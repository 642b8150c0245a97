package org.pairboot.artifacts.imports.layout;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.layout.ImageLayout;

/**
 * Which images of a layout to import.
 *
 * @param images those, with all their versions where none is named; a version may be a channel of
 *     the layout; empty: all
 * @param architecture only what is for this one, or for an unknown one; empty: all
 * @param allowUnverified whether to publish a pair that carries nothing to verify it by
 * @param allowUnknownKernel whether to publish a kernel of a form that is not known
 * @param unpackLimit of each initrd
 */
public record LayoutRequest(
    ImageLayout layout,
    List<ImageSelector> images,
    Optional<Architecture> architecture,
    boolean allowUnverified,
    boolean allowUnknownKernel,
    UnpackLimit unpackLimit) {
  public LayoutRequest {
    images = List.copyOf(images);
  }
}
