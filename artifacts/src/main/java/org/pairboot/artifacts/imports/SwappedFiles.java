package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.kernel.KernelFile;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportParts.PartSource;

/**
 * Finds files that were given in each other's place, by their first bytes: later on, each would
 * only be a damaged file of the wrong kind.
 */
final class SwappedFiles {
  private static final String KERNEL = "--kernel";
  private static final String ROOTFS = "--rootfs";

  private SwappedFiles() {}

  /** What a file certainly is. */
  private enum Kind {
    KERNEL,
    /** An initramfs, or a rootfs that is an initrd; or some other compressed file. */
    ARCHIVE,
    FILE_SYSTEM,
    UNKNOWN
  }

  /** A file with the option that it was given by. */
  private record Given(String option, PartSource source, Kind kind) {
    static Given of(String option, PartSource source) throws IOException {
      return new Given(option, source, kindOf(source.file()));
    }

    boolean is(Kind other) {
      return kind == other;
    }
  }

  /** Refuses files of which one is certainly in the place of another. */
  static void refuse(ImportParts parts) throws ImportException, IOException {
    if (parts.initramfs().isEmpty()) {
      return;
    }
    Given kernel = Given.of(KERNEL, parts.kernel());
    Given initramfs = Given.of("--initramfs", parts.initramfs().get());
    Optional<PartSource> source = parts.rootfs();
    Given rootfs = source.isPresent() ? Given.of(ROOTFS, source.get()) : null;
    if (initramfs.is(Kind.KERNEL)) {
      refuse(initramfs, "a kernel", KERNEL, !kernel.is(Kind.KERNEL));
    }
    if (rootfs != null && rootfs.is(Kind.KERNEL)) {
      refuse(rootfs, "a kernel", KERNEL, !kernel.is(Kind.KERNEL));
    }
    if (initramfs.is(Kind.FILE_SYSTEM)) {
      refuse(initramfs, "a root file system", ROOTFS, rootfs != null && rootfs.is(Kind.ARCHIVE));
    }
    if (kernel.is(Kind.FILE_SYSTEM) && rootfs != null) {
      refuse(kernel, "a root file system", ROOTFS, !rootfs.is(Kind.FILE_SYSTEM));
    }
  }

  /**
   * @param right the option for what {@code wrong} is
   * @param swapped whether what was given there may belong here
   */
  private static void refuse(Given wrong, String what, String right, boolean swapped)
      throws ImportException {
    throw new ImportException(
        "%s %s is %s; %s"
            .formatted(
                wrong.option(),
                wrong.source().name(),
                what,
                swapped
                    ? "did you swap " + right + " and " + wrong.option() + "?"
                    : "name it with " + right));
  }

  private static Kind kindOf(ImageFile file) throws IOException {
    byte[] start;
    try (FileInput in = FileInput.open(file, read -> {})) {
      start = in.readNBytes(FileSystemType.PROBE_LENGTH);
    }
    if (FileSystemType.of(start) != FileSystemType.UNKNOWN) {
      return Kind.FILE_SYSTEM;
    }
    if (KernelFile.read(file).form().isPresent()) {
      return Kind.KERNEL;
    }
    boolean archive =
        start.length > 1 && Compression.of(start[0] & 0xff, start[1] & 0xff).isPresent();
    return archive ? Kind.ARCHIVE : Kind.UNKNOWN;
  }
}
