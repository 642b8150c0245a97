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
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.format.preset.Preset.RootSource;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.ImportParts.Named;
import org.pairboot.artifacts.imports.ImportParts.PartSource;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.imports.ImportStaging.Initramfs;
import org.pairboot.artifacts.store.image.PartName;

/** What an import does with its parts. The facts of the initramfs decide. */
sealed interface ImportPlan {
  ImportParts parts();

  /** There is no initramfs. */
  record KernelAlone(ImportParts parts) implements ImportPlan {}

  /** Initramfs and rootfs are copied as they are, and the pair is verified. */
  record Pair(ImportParts parts, Initramfs initramfs, PartSource rootfs) implements ImportPlan {}

  /**
   * A fat initramfs, or one that the rootfs follows, is split; the new pair is verified.
   *
   * @param note informs the user
   */
  record SplitFat(ImportParts parts, Initramfs fat, String note) implements ImportPlan {}

  /** The initramfs is all there is; it needs no rootfs. */
  record InitramfsOnly(ImportParts parts, Initramfs initramfs) implements ImportPlan {}

  /**
   * The initramfs fetches payloads. Such systems have neither a version cookie nor a stream-hash,
   * so there is no pair to verify.
   *
   * @param unverifiable says why
   */
  record WithPayload(ImportParts parts, Initramfs initramfs, String unverifiable)
      implements ImportPlan {}

  /**
   * A fetcher is added, with which the initramfs fetches the only payload.
   *
   * @param fetcher made for this initramfs
   */
  record WithFetcher(ImportParts parts, Initramfs initramfs, Fetcher fetcher)
      implements ImportPlan {
    Named rootfs() {
      return parts.payloads().getFirst();
    }
  }

  /**
   * Decides before anything large is copied.
   *
   * @param named the parts as they were found
   * @param read the initramfs, if there is one
   * @throws ImportException when they cannot become an image
   * @throws PairRejectedException when nothing ties them together and the user has not allowed that
   */
  static ImportPlan of(ImportRequest request, ImportParts named, Optional<Initramfs> read)
      throws ImportException, IOException {
    if (read.isPresent()) {
      return withInitramfs(request, named, read.get());
    }
    Optional<String> other =
        named.rootfs().isPresent()
            ? Optional.of("--rootfs needs --initramfs, which unpacks or fetches it")
            : named.preset().isPresent()
                ? Optional.of("--preset needs --initramfs")
                : request.keepFat()
                    ? Optional.of("--keep-fat needs --initramfs")
                    : Optional.empty();
    if (other.isPresent()) {
      throw new ImportException(other.get());
    }
    return new KernelAlone(named);
  }

  private static ImportPlan withInitramfs(
      ImportRequest request, ImportParts named, Initramfs initramfs)
      throws ImportException, IOException {
    InitramfsFacts facts = initramfs.facts();
    ImportParts parts = PartsFinder.recognise(named, initramfs);
    if (request.source() instanceof ImportSource.WithFetcher) {
      return withFetcher(parts, initramfs, request.kernelArguments());
    }
    if (!parts.payloads().isEmpty()) {
      return withPayload(
          ServedPaths.moved(parts, request.kernelArguments()),
          initramfs,
          request.allowUnverified());
    }
    boolean isFat = parts.rootfs().isEmpty() && facts.form() instanceof ImageForm.Fat;
    if (request.keepFat() && !isFat) {
      throw refused(initramfs, "is not a fat initramfs; leave out --keep-fat");
    }
    if (parts.rootfs().isPresent()) {
      if (facts.form() instanceof ImageForm.Rootfs) {
        throw refused(initramfs, "is a rootfs; did you swap --initramfs and --rootfs?");
      }
      return new Pair(parts, initramfs, parts.rootfs().get());
    }
    return switch (facts.form()) {
      case ImageForm.Fat fat -> new SplitFat(parts, initramfs, "split from a fat initramfs");
      case ImageForm.Concatenated both ->
          new SplitFat(
              parts, initramfs, "split from a file with the initramfs followed by the rootfs");
      case ImageForm.Other other -> new InitramfsOnly(parts, initramfs);
      case ImageForm.Split alone ->
          throw refused(
              initramfs, "belongs to a live image and needs its rootfs; name that with --rootfs");
      case ImageForm.Rootfs rootfs ->
          throw refused(
              initramfs, "is a rootfs; name it with --rootfs, and its initramfs with --initramfs");
      case ImageForm.Stub stub ->
          throw refused(
              initramfs,
              "is a stub without a root file system; import the fat initramfs that was published"
                  + " with it");
      case ImageForm.Odd odd -> throw refused(initramfs, "cannot be split: " + odd.why());
    };
  }

  private static ImportPlan withPayload(
      ImportParts parts, Initramfs initramfs, boolean allowUnverified)
      throws ImportException, IOException {
    ServedPaths.requireUsable(parts);
    String reason =
        parts.preset().map(Preset::root).orElse(null) instanceof RootSource.Fetched(String why)
            ? why
            : "it has no checksum that ties its files together";
    if (!allowUnverified) {
      throw new PairRejectedException(
          ("nothing proves that %s and %s belong together: %s; --allow-unverified publishes them"
                  + " anyway")
              .formatted(
                  initramfs.source().name(), parts.payloads().getFirst().source().name(), reason));
    }
    return new WithPayload(parts, initramfs, reason);
  }

  private static ImportPlan withFetcher(ImportParts parts, Initramfs initramfs, String arguments)
      throws ImportException, IOException {
    InitramfsFacts facts = initramfs.facts();
    if (facts.isLive()) {
      throw refused(
          initramfs,
          "belongs to a CoreOS live image, which fetches its rootfs itself; leave out"
              + " --add-fetcher");
    }
    if (parts.preset().isPresent()) {
      throw refused(
          initramfs,
          "belongs to %s (%s), which boots from the network by itself; leave out --add-fetcher"
              .formatted(parts.preset().get().title(), parts.preset().get().term()));
    }
    if (!facts.rootFiles().isEmpty()) {
      throw refused(initramfs, "contains its root file system, so there is nothing to fetch");
    }
    PartSource rootfs = parts.rootfs().orElseThrow();
    FileSystemType type = fileSystem(rootfs);
    Fetcher fetcher;
    try {
      fetcher = Fetcher.forInitramfs(initramfs.source().file(), type);
    } catch (UnsuitableInitramfsException e) {
      throw new ImportException(initramfs.source().name() + " " + e.getMessage(), e);
    }
    String name = "rootfs." + type.name().toLowerCase(Locale.ROOT);
    ImportParts fetched =
        new ImportParts(
            Optional.empty(),
            parts.kernel(),
            parts.initramfs(),
            Optional.empty(),
            List.of(new Named(PartName.payload(name), rootfs)),
            parts.extras(),
            (parts.arguments() + " " + fetcher.arguments(parts.arguments() + " " + arguments))
                .strip(),
            parts.version(),
            Stream.concat(parts.notes().stream(), fetcher.notes().stream()).toList());
    return new WithFetcher(fetched, initramfs, fetcher);
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
                ? " is an archive, which the kernel cannot mount; machines unpack a cpio archive as"
                    + " a further initrd, with --initrd and without --add-fetcher"
                : " is neither a squashfs nor an erofs, the types that a fetcher can mount"));
  }

  private static byte[] start(ImageFile file) throws IOException {
    try (FileInput in = FileInput.open(file, read -> {})) {
      return in.readNBytes(FileSystemType.PROBE_LENGTH);
    }
  }

  private static ImportException refused(Initramfs initramfs, String why) {
    return new ImportException(initramfs.source().name() + " " + why);
  }
}
