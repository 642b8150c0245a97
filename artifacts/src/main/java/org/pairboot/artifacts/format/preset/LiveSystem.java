package org.pairboot.artifacts.format.preset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * A live system and its files.
 *
 * @param preset empty: the files are taken as they are
 * @param initramfs empty if the kernel needs none
 * @param early initrds that the kernel reads before the initramfs, such as microcode
 * @param rootfs the rootfs of a pair
 * @param payloads what the initramfs fetches by URL, the root file system first
 * @param extras further initrds
 * @param wrapped files that the initramfs looks for in itself; their names are the paths there
 * @param arguments kernel arguments, an {@link org.pairboot.artifacts.content.ArgumentTemplate}
 * @param release which one the medium says that it is
 * @param notes for the user, one line each
 */
public record LiveSystem(
    Optional<Preset> preset,
    ImageFile kernel,
    Optional<ImageFile> initramfs,
    List<ImageFile> early,
    Optional<ImageFile> rootfs,
    List<Named> payloads,
    List<Named> extras,
    List<Named> wrapped,
    String arguments,
    Optional<MediumRelease> release,
    List<String> notes) {
  public LiveSystem {
    early = List.copyOf(early);
    payloads = List.copyOf(payloads);
    extras = List.copyOf(extras);
    wrapped = List.copyOf(wrapped);
    notes = List.copyOf(notes);
  }

  LiveSystem of(Optional<MediumRelease> itsRelease) {
    return new LiveSystem(
        preset,
        kernel,
        initramfs,
        early,
        rootfs,
        payloads,
        extras,
        wrapped,
        arguments,
        itsRelease,
        notes);
  }

  LiveSystem withNote(String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new LiveSystem(
        preset, kernel, initramfs, early, rootfs, payloads, extras, wrapped, arguments, release,
        all);
  }

  /** A file, and the name under which it is served. */
  public record Named(String name, ImageFile file) {}
}
