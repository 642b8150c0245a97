package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.fetcher.Fetcher;
import org.pairboot.artifacts.format.fetcher.Fetcher.UnsuitableInitramfsException;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.imports.ImportParts.Named;
import org.pairboot.artifacts.store.image.PartName;

/** Looks whether a fetcher can be added to what is imported, before anything is copied. */
final class FetcherParts {
  private FetcherParts() {}

  /**
   * The fetcher for the initramfs of {@code parts}, which have a rootfs.
   *
   * @throws ImportException when there can be none, or need not be one
   */
  static Fetcher fetcher(ImportParts parts, InitramfsFacts facts)
      throws ImportException, IOException {
    String initramfs = parts.initramfs().name();
    if (facts.isLive()) {
      throw new ImportException(
          initramfs
              + " is of a CoreOS live image, which brings its own way to its rootfs; leave out"
              + " --add-fetcher");
    }
    if (parts.preset().isPresent()) {
      throw new ImportException(
          "%s is of %s (%s), which boots from the network by itself; leave out --add-fetcher"
              .formatted(initramfs, parts.preset().get().title(), parts.preset().get().term()));
    }
    if (!facts.rootFiles().isEmpty()) {
      throw new ImportException(
          initramfs + " has its root file system inside, so there is nothing to fetch");
    }
    try {
      return Fetcher.forInitramfs(
          parts.initramfs().file(), fileSystem(parts.rootfs().orElseThrow()));
    } catch (UnsuitableInitramfsException e) {
      throw new ImportException(initramfs + " " + e.getMessage(), e);
    }
  }

  /** The same parts, in which the rootfs is what {@code fetcher} fetches. */
  static ImportParts fetched(ImportParts parts, Fetcher fetcher, String givenArguments)
      throws ImportException, IOException {
    PartSource rootfs = parts.rootfs().orElseThrow();
    String type = fileSystem(rootfs).name().toLowerCase(Locale.ROOT);
    return new ImportParts(
        Optional.empty(),
        parts.kernel(),
        parts.initramfs(),
        Optional.empty(),
        List.of(new Named(PartName.payload("rootfs." + type), rootfs)),
        parts.extras(),
        fetcher.arguments(givenArguments),
        Stream.concat(parts.notes().stream(), fetcher.notes().stream()).toList());
  }

  private static FileSystemType fileSystem(PartSource rootfs) throws ImportException, IOException {
    byte[] start = start(rootfs.file());
    FileSystemType type = FileSystemType.of(start);
    if (type != FileSystemType.UNKNOWN) {
      return type;
    }
    boolean archive =
        start.length > 1 && Compression.of(start[0] & 0xff, start[1] & 0xff).isPresent();
    throw new ImportException(
        rootfs.name()
            + (archive
                ? " is a (compressed) archive, which no kernel can mount; a cpio archive goes to"
                    + " machines as a further initrd, with --initrd and without --add-fetcher"
                : " is neither a squashfs nor an erofs, which a fetcher could mount"));
  }

  private static byte[] start(ImageFile file) throws IOException {
    try (FileInput in = FileInput.open(file, read -> {})) {
      return in.readNBytes(FileSystemType.PROBE_LENGTH);
    }
  }
}
