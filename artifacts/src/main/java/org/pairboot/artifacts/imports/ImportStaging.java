package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.cpio.NewcHeader;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.PayloadListener;
import org.pairboot.artifacts.format.split.SplitOutput;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportParts.PartSource;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.PartWriter;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/** The staging area of one import: copies parts there, and reads the initramfs. */
final class ImportStaging implements AutoCloseable {
  private final Staging staging;
  private final SplitOutput splitOutput;
  private final UnpackLimit limit;
  private final Progress progress;

  private ImportStaging(Staging staging, UnpackLimit limit, Progress progress) {
    this.staging = staging;
    this.limit = limit;
    this.splitOutput = new SplitOutput(SplitOutput.Paths.in(staging.directory()));
    this.progress = progress;
  }

  static ImportStaging open(ImageStore store, UnpackLimit limit, Progress progress)
      throws IOException {
    return new ImportStaging(store.stage(), limit, progress);
  }

  Staging area() {
    return staging;
  }

  /** Has the files of a split, if {@link #read} found that the initramfs can be split. */
  SplitOutput splitOutput() {
    return splitOutput;
  }

  StagedPart copy(PartSource source, PartName name) throws IOException {
    return copy(source, name, List.of());
  }

  /** The same; {@code listeners} receive all bytes. */
  StagedPart copy(PartSource source, PartName name, List<Consumer<ByteBuffer>> listeners)
      throws IOException {
    return switch (source) {
      case PartSource.WholeFile(var path) -> staging.copy(path, name, progress, listeners);
      case PartSource.Wrapped(var path, String inside) -> wrap(ImageFile.of(path), inside, name);
      case PartSource.Joined(List<ImageFile> early, ImageFile file) -> join(early, file, name);
      case PartSource.FileRange(ImageFile file) ->
          staging.copy(file.path(), file.offset(), file.length(), name, progress, listeners);
    };
  }

  /** Without a time of its own, so that the same file always makes the same archive. */
  private StagedPart wrap(ImageFile file, String inside, PartName name) throws IOException {
    staging.requireSpace(file.length());
    try (FileInput in = FileInput.open(file, progress.begin("wrapping", file.length()));
        PartWriter writer = staging.write(name)) {
      NewcWriter archive = new NewcWriter(writer);
      for (String parent : WrappedFile.parents(inside)) {
        archive.directory(parent, 0);
      }
      archive.file(inside, NewcHeader.file(0644, 0, file.length()), in);
      archive.finish();
      return writer.finish();
    }
  }

  /** Padded, as the kernel finds an archive only at a multiple of four bytes. */
  private StagedPart join(List<ImageFile> early, ImageFile file, PartName name) throws IOException {
    List<ImageFile> all = Stream.concat(early.stream(), Stream.of(file)).toList();
    staging.requireSpace(all.stream().mapToLong(ImageFile::length).sum());
    try (PartWriter writer = staging.write(name)) {
      for (ImageFile each : all) {
        try (FileInput in = FileInput.open(each, done -> {})) {
          in.transferTo(writer);
        }
        writer.write(new byte[Math.floorMod(-each.length(), 4)]);
      }
      return writer.finish();
    }
  }

  /**
   * Reads the initramfs of {@code parts}, if there is one. With a rootfs it will not be split, and
   * is staged at the same time; without one, what may be split off is collected.
   */
  Optional<Initramfs> read(ImportParts parts) throws IOException {
    if (parts.initramfs().isEmpty()) {
      return Optional.empty();
    }
    PartSource source = parts.initramfs().get();
    return Optional.of(parts.rootfs().isPresent() ? stage(source) : read(source));
  }

  private Initramfs read(PartSource source) throws IOException {
    ImageFile file = source.file();
    // Both halves have about this size together; a compressed root file system needs more.
    staging.requireSpace(file.length());
    return new Initramfs(
        source,
        InitramfsFacts.of(
            file, limit, splitOutput, progress.begin("reading initramfs", file.length())),
        Optional.empty());
  }

  /** Stages {@code initramfs} unless it is staged, and returns the facts of the staged file. */
  InitramfsFacts staged(Initramfs initramfs) throws IOException {
    return initramfs.staged().isPresent() ? initramfs.facts() : stage(initramfs.source()).facts();
  }

  /** The same for one that needs no rootfs; refuses it if the kernel would not boot with it. */
  InitramfsFacts stagedAlone(Initramfs initramfs) throws ImportException, IOException {
    InitramfsFacts facts = staged(initramfs);
    if (!facts.findings().isEmpty()) {
      throw new ImportException(
          "the kernel cannot unpack %s: %s"
              .formatted(initramfs.source().name(), facts.findings().getFirst().message()));
    }
    return facts;
  }

  /** Reads the staged file, which saves unpacking it twice. */
  private Initramfs stage(PartSource source) throws IOException {
    StagedPart part = copy(source, PartName.INITRAMFS);
    ImageFile file = ImageFile.of(part.file()).named(source.name());
    InitramfsFacts facts = InitramfsFacts.of(file, limit, PayloadListener.NONE, done -> {});
    return new Initramfs(source, facts, Optional.of(part));
  }

  @Override
  public void close() throws IOException {
    try (staging) {
      splitOutput.close();
    }
  }

  /**
   * The initramfs of an import. What is published is judged by the staged file, because the given
   * file may be replaced in the meantime; one that is to be split is not staged at all.
   *
   * @param facts of the staged part if there is one, else of the given file
   */
  record Initramfs(PartSource source, InitramfsFacts facts, Optional<StagedPart> staged) {}
}
