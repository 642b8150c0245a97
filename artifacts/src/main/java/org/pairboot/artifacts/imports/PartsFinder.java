package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.preset.InitramfsMarkers;
import org.pairboot.artifacts.format.preset.LiveSystem;
import org.pairboot.artifacts.format.preset.LiveSystemFinder;
import org.pairboot.artifacts.format.preset.LiveSystemFinder.UnknownSystemException;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.format.preset.Preset.RootSource;
import org.pairboot.artifacts.imports.ImportParts.Named;
import org.pairboot.artifacts.store.image.PartName;

/** Finds out of which parts an import consists. */
final class PartsFinder {
  private PartsFinder() {}

  /** The parts that {@code source} names or holds. */
  static ImportParts find(ImportSource source) throws ImportException, IOException {
    return switch (source) {
      case ImportSource.Files files -> files(files);
      case ImportSource.WithFetcher(Path kernel, Path initramfs, Path rootfs) ->
          files(new ImportSource.Files(kernel, initramfs, Optional.of(rootfs), Optional.empty()));
      case ImportSource.Published(Path path, Optional<Preset> preset) -> published(path, preset);
    };
  }

  private static ImportParts files(ImportSource.Files files) throws ImportException {
    requireFile(files.kernel());
    requireFile(files.initramfs());
    if (files.rootfs().isPresent()) {
      requireFile(files.rootfs().get());
    }
    ImportParts parts =
        new ImportParts(
            Optional.empty(),
            new PartSource.WholeFile(files.kernel()),
            new PartSource.WholeFile(files.initramfs()),
            files.rootfs().map(PartSource.WholeFile::new),
            List.of(),
            List.of(),
            "",
            List.of());
    return files.preset().isPresent() ? as(files.preset().get(), parts) : parts;
  }

  /**
   * Files of their own that are of no pair may be those of another system, which their initramfs
   * tells.
   *
   * @param facts of the initramfs
   */
  static ImportParts recognised(ImportParts parts, InitramfsFacts facts)
      throws ImportException, IOException {
    if (parts.preset().isPresent() || facts.isLive() || facts.rootfsCookie().isPresent()) {
      return parts;
    }
    Optional<Preset> preset = InitramfsMarkers.presetOf(parts.initramfs().file());
    boolean hasRoot = parts.rootfs().isPresent();
    boolean fits =
        preset.map(Preset::root).orElse(null) instanceof RootSource.Fetched ? hasRoot : !hasRoot;
    return preset.isPresent() && fits ? as(preset.get(), parts) : parts;
  }

  /** The same files, as those of {@code preset}. */
  private static ImportParts as(Preset preset, ImportParts parts) throws ImportException {
    Optional<PartSource> root = parts.rootfs();
    return switch (preset.root()) {
      case RootSource.Appended appended -> with(preset, parts, root, List.of());
      case RootSource.Inside inside -> {
        if (root.isPresent()) {
          throw new ImportException(
              preset.term() + " has its root file system in the initramfs; leave out --rootfs");
        }
        yield with(preset, parts, root, List.of());
      }
      case RootSource.Fetched fetched -> {
        if (root.isEmpty()) {
          throw new ImportException(
              preset.term() + " fetches its root file system by URL; give that with --rootfs");
        }
        String fileName = Path.of(root.get().name()).getFileName().toString();
        yield with(
            preset,
            parts,
            Optional.empty(),
            List.of(new Named(PartName.payload(preset.servedAs(fileName)), root.get())));
      }
    };
  }

  private static ImportParts with(
      Preset preset, ImportParts parts, Optional<PartSource> rootfs, List<Named> payloads) {
    return new ImportParts(
        Optional.of(preset),
        parts.kernel(),
        parts.initramfs(),
        rootfs,
        payloads,
        parts.extras(),
        preset.arguments(),
        withSystem(preset, parts.notes()));
  }

  private static ImportParts published(Path path, Optional<Preset> preset)
      throws ImportException, IOException {
    if (!Files.exists(path)) {
      throw new ImportException("no such file: " + path);
    }
    LiveSystem system;
    try {
      system = LiveSystemFinder.find(path, preset);
    } catch (UnknownSystemException e) {
      throw new ImportException(e.getMessage(), e);
    }
    return new ImportParts(
        Optional.of(system.preset()),
        new PartSource.Stretch(system.kernel()),
        new PartSource.Stretch(system.initramfs()),
        system.rootfs().map(PartSource.Stretch::new),
        system.payloads().stream().map(part -> named(PartName.payload(part.name()), part)).toList(),
        system.extras().stream().map(part -> named(PartName.extra(part.name()), part)).toList(),
        system.arguments(),
        withSystem(system.preset(), system.notes()));
  }

  private static Named named(PartName name, LiveSystem.Named part) {
    return new Named(name, new PartSource.Stretch(part.file()));
  }

  private static List<String> withSystem(Preset preset, List<String> notes) {
    String system = "imported as " + preset.term() + ": " + preset.title();
    return Stream.concat(Stream.of(system), notes.stream()).toList();
  }

  static void requireFile(Path file) throws ImportException {
    if (!Files.exists(file)) {
      throw new ImportException("no such file: " + file);
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new ImportException(file + " is no file that can be read");
    }
  }
}
