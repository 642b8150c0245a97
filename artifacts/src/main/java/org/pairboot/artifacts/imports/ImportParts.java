package org.pairboot.artifacts.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.Role;

/**
 * The parts of one import before anything is done with them.
 *
 * @param rootfs the other half of a pair
 * @param payloads what the initramfs fetches, the root file system first
 * @param extras further initrds that came with the system
 * @param arguments kernel arguments that the system needs
 */
record ImportParts(
    Optional<Preset> preset,
    PartSource kernel,
    PartSource initramfs,
    Optional<PartSource> rootfs,
    List<Named> payloads,
    List<Named> extras,
    String arguments,
    List<String> notes) {
  ImportParts {
    payloads = List.copyOf(payloads);
    extras = List.copyOf(extras);
    notes = List.copyOf(notes);
  }

  /**
   * The same with further initrds behind those that there are.
   *
   * @throws ImportException when one cannot be read, or has the name of another
   */
  ImportParts withExtras(List<Path> given) throws ImportException {
    List<Named> all = new ArrayList<>(extras);
    for (Path extra : given) {
      PartsFinder.requireFile(extra);
      PartName name = PartName.extra(extra.getFileName().toString());
      all.add(new Named(name, new PartSource.WholeFile(extra)));
    }
    requireDistinct(Stream.concat(all.stream(), payloads.stream()).toList());
    return new ImportParts(preset, kernel, initramfs, rootfs, payloads, all, arguments, notes);
  }

  private static void requireDistinct(List<Named> parts) throws ImportException {
    Set<String> names = new HashSet<>();
    for (Named part : parts) {
      String name = part.name().fileName();
      // Some firmware asks in upper case.
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        String what = part.name().role() == Role.EXTRA ? "initrds" : "files";
        throw new ImportException("two " + what + " are called " + name + "; rename one");
      }
    }
  }

  /** A part that has no fixed name. */
  record Named(PartName name, PartSource source) {}
}
