package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.cpio.NewcHeader;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.PayloadType;
import org.pairboot.artifacts.format.preset.LiveSystem;
import org.pairboot.artifacts.format.preset.LiveSystemFinder;
import org.pairboot.artifacts.format.preset.LiveSystemFinder.UnknownSystemException;
import org.pairboot.artifacts.format.preset.MediumRelease;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.format.preset.Preset.RootSource;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportParts.Named;
import org.pairboot.artifacts.imports.ImportParts.PartSource;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.imports.ImportStaging.Initramfs;
import org.pairboot.artifacts.store.image.PartName;

/** Finds the parts of an import. */
final class PartsFinder {
  private PartsFinder() {}

  /** The parts that {@code request} names, or that its medium contains. */
  static ImportParts find(ImportRequest request, Downloads downloads)
      throws ImportException, IOException {
    ImportParts parts =
        switch (request.source()) {
          case ImportSource.Files(
                  Source kernel,
                  Optional<Source> initramfs,
                  Optional<Source> rootfs,
                  Optional<Preset> preset) ->
              files(kernel, initramfs, rootfs, preset, downloads);
          case ImportSource.WithFetcher(Source kernel, Optional<Source> initramfs, Source rootfs) ->
              files(kernel, initramfs, Optional.of(rootfs), Optional.empty(), downloads);
          case ImportSource.LiveMedium medium ->
              medium(downloads.fetch("ISO", medium.medium()), medium);
          case ImportSource.Metadata metadata ->
              throw new IllegalArgumentException("files of the release not fetched: " + metadata);
          case ImportSource.FromCatalogue system ->
              throw new IllegalArgumentException("files of the release not fetched: " + system);
        };
    List<Named> extras = new ArrayList<>();
    for (Source extra : request.extras()) {
      Path file = downloads.fetch(extra.fileName(), extra);
      requireReadable(file);
      extras.add(
          new Named(PartName.extra(file.getFileName().toString()), new PartSource.WholeFile(file)));
    }
    for (WrappedFile wrapped : request.wrapped()) {
      extras.add(wrapped(wrapped, downloads));
    }
    return parts.withExtras(extras);
  }

  private static Named wrapped(WrappedFile wrapped, Downloads downloads)
      throws ImportException, IOException {
    Path file = downloads.fetch(wrapped.source().fileName(), wrapped.source());
    requireReadable(file);
    if (Files.size(file) > NewcHeader.MAX_FILE_SIZE) {
      throw new ImportException(
          file + " is larger than 4 GiB, the most that an initrd can hold as one file");
    }
    String name = new Source.LocalFile(Path.of("/" + wrapped.path())).fileName() + ".img";
    return new Named(PartName.extra(name), new PartSource.Wrapped(file, wrapped.path()));
  }

  private static ImportParts files(
      Source kernel,
      Optional<Source> initramfs,
      Optional<Source> rootfs,
      Optional<Preset> preset,
      Downloads downloads)
      throws ImportException, IOException {
    ImportParts parts =
        new ImportParts(
            Optional.empty(),
            part("kernel", kernel, downloads),
            part("initramfs", initramfs, downloads),
            part("rootfs", rootfs, downloads),
            List.of(),
            List.of(),
            "",
            Optional.empty(),
            List.of());
    return preset.isPresent() ? as(preset.get(), parts) : parts;
  }

  private static Optional<PartSource> part(
      String label, Optional<Source> source, Downloads downloads)
      throws ImportException, IOException {
    return source.isPresent()
        ? Optional.of(part(label, source.get(), downloads))
        : Optional.empty();
  }

  private static PartSource part(String label, Source source, Downloads downloads)
      throws ImportException, IOException {
    Path file = downloads.fetch(label, source);
    requireReadable(file);
    return new PartSource.WholeFile(file);
  }

  /**
   * Recognises separate files that are not a pair by their initramfs: they may be those of another
   * system.
   */
  static ImportParts recognise(ImportParts parts, Initramfs initramfs)
      throws ImportException, IOException {
    InitramfsFacts facts = initramfs.facts();
    if (parts.preset().isPresent() || facts.isLive() || facts.rootfsCookie().isPresent()) {
      return parts;
    }
    Optional<Preset> preset = LiveSystemFinder.presetOf(initramfs.source().file());
    boolean hasRoot = parts.rootfs().isPresent();
    boolean fits =
        preset.map(Preset::root).orElse(null) instanceof RootSource.Fetched ? hasRoot : !hasRoot;
    return preset.isPresent() && fits ? as(preset.get(), parts) : parts;
  }

  /** The same files, as those of the system {@code preset}. */
  private static ImportParts as(Preset preset, ImportParts parts)
      throws ImportException, IOException {
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
              preset.term() + " fetches its root file system by URL; name that with --rootfs");
        }
        String fileName = Path.of(root.get().name()).getFileName().toString();
        yield with(
            preset,
            parts,
            Optional.empty(),
            List.of(
                new Named(
                    PartName.payload(preset.servedAs(fileName, PayloadType.of(root.get().file()))),
                    root.get())));
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
        preset.arguments(KernelArguments.parse(parts.arguments())),
        parts.version(),
        withSystem(preset, parts.notes()));
  }

  private static ImportParts medium(Path path, ImportSource.LiveMedium medium)
      throws ImportException, IOException {
    requireExisting(path);
    LiveSystem system;
    try {
      system = LiveSystemFinder.find(path, medium.preset(), medium.entry());
    } catch (UnknownSystemException e) {
      throw new ImportException(e.getMessage(), e);
    }
    List<Named> extras =
        Stream.concat(
                system.extras().stream().map(part -> named(PartName.extra(part.name()), part)),
                system.wrapped().stream()
                    .map(part ->
                        new Named(
                            PartName.extra(part.name() + ".img"),
                            new PartSource.Wrapped(part.file().path(), part.name()))))
            .toList();
    return new ImportParts(
        system.preset(),
        new PartSource.FileRange(system.kernel()),
        system.initramfs().map(initramfs -> initramfs(initramfs, system.early())),
        system.rootfs().map(PartSource.FileRange::new),
        system.payloads().stream().map(part -> named(PartName.payload(part.name()), part)).toList(),
        extras,
        system.arguments(),
        system.release().flatMap(MediumRelease::version),
        system.preset().map(preset -> withSystem(preset, system.notes())).orElse(system.notes()));
  }

  private static PartSource initramfs(ImageFile initramfs, List<ImageFile> early) {
    return early.isEmpty()
        ? new PartSource.FileRange(initramfs)
        : new PartSource.Joined(early, initramfs);
  }

  private static Named named(PartName name, LiveSystem.Named part) {
    return new Named(name, new PartSource.FileRange(part.file()));
  }

  private static List<String> withSystem(Preset preset, List<String> notes) {
    String system = "imported as " + preset.term() + ": " + preset.title();
    return Stream.concat(Stream.of(system), notes.stream()).toList();
  }

  static void requireReadable(Path file) throws ImportException {
    requireExisting(file);
    if (Files.isDirectory(file)) {
      throw new ImportException(file + " is a directory; name a file in it");
    }
    if (!Files.isRegularFile(file)) {
      throw new ImportException(file + " is not a regular file");
    }
    if (!Files.isReadable(file)) {
      throw new ImportException(file + " cannot be read: permission denied");
    }
  }

  private static void requireExisting(Path path) throws ImportException {
    if (!Files.exists(path)) {
      throw new ImportException("no such file: " + path);
    }
  }
}
