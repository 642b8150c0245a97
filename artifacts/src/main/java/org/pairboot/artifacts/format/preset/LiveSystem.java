package org.pairboot.artifacts.format.preset;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * A live system and its files.
 *
 * @param rootfs the rootfs of a pair
 * @param payloads what the initramfs fetches by URL, the root file system first
 * @param extras further initrds
 * @param arguments kernel arguments, an {@link org.pairboot.artifacts.content.ArgumentTemplate}
 * @param notes for the user, one line each
 */
public record LiveSystem(
    Preset preset,
    ImageFile kernel,
    ImageFile initramfs,
    Optional<ImageFile> rootfs,
    List<Named> payloads,
    List<Named> extras,
    String arguments,
    List<String> notes) {
  public LiveSystem {
    payloads = List.copyOf(payloads);
    extras = List.copyOf(extras);
    notes = List.copyOf(notes);
  }

  /** A file, and the name under which it is served. */
  public record Named(String name, ImageFile file) {}
}
