package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.PartName.Role;

/**
 * The parts of one import, before anything is done with them.
 *
 * @param initramfs empty if the kernel needs none
 * @param rootfs the other half of a pair
 * @param payloads what the initramfs fetches, the root file system first
 * @param extras further initrds
 * @param arguments kernel arguments that the system needs
 * @param version of the system, as the file says that has all the parts
 */
record ImportParts(
    Optional<Preset> preset,
    PartSource kernel,
    Optional<PartSource> initramfs,
    Optional<PartSource> rootfs,
    List<Named> payloads,
    List<Named> extras,
    String arguments,
    Optional<String> version,
    List<String> notes) {
  ImportParts {
    payloads = List.copyOf(payloads);
    extras = List.copyOf(extras);
    notes = List.copyOf(notes);
  }

  /** A part that has no fixed name. */
  record Named(PartName name, PartSource source) {}

  /** Where the bytes of a part come from. */
  sealed interface PartSource {
    /** Names it in messages. */
    String name();

    /** The bytes as they are now. */
    ImageFile file() throws IOException;

    /** A whole file, which may still grow until it is read. */
    record WholeFile(Path path) implements PartSource {
      @Override
      public String name() {
        return path.toString();
      }

      @Override
      public ImageFile file() throws IOException {
        return ImageFile.of(path);
      }
    }

    /**
     * A whole file that is put into an archive.
     *
     * @param inside its path in the archive
     */
    record Wrapped(Path path, String inside) implements PartSource {
      @Override
      public String name() {
        return path.toString();
      }

      @Override
      public ImageFile file() throws IOException {
        return ImageFile.of(path);
      }
    }

    /**
     * An initramfs with what the kernel reads before it.
     *
     * @param early such as microcode, which the kernel only finds at the very beginning
     */
    record Joined(List<ImageFile> early, ImageFile file) implements PartSource {
      @Override
      public String name() {
        return file.name();
      }
    }

    /** A range of a larger file, such as an ISO. */
    record FileRange(ImageFile file) implements PartSource {
      @Override
      public String name() {
        return file.name();
      }
    }
  }

  /**
   * The same with further initrds after the existing ones.
   *
   * @throws ImportException when two files have the same name
   */
  ImportParts withExtras(List<Named> more) throws ImportException {
    List<Named> all = new ArrayList<>(extras);
    all.addAll(more);
    requireDistinct(Stream.concat(all.stream(), payloads.stream()).toList());
    return new ImportParts(
        preset, kernel, initramfs, rootfs, payloads, all, arguments, version, notes);
  }

  /** The same with other payloads. */
  ImportParts withPayloads(List<Named> others) {
    return new ImportParts(
        preset, kernel, initramfs, rootfs, others, extras, arguments, version, notes);
  }

  private static void requireDistinct(List<Named> parts) throws ImportException {
    Set<String> names = new HashSet<>();
    for (Named part : parts) {
      String name = part.name().fileName();
      // Some firmware requests names in upper case.
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        String what = part.name().role() == Role.EXTRA ? "initrds" : "files";
        throw new ImportException("two " + what + " are named " + name + "; rename one");
      }
    }
  }
}
