package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;

/** Unpacks the one file that is needed from a ZIP archive. */
final class ZipMember {
  /** Only small programs are published in such archives. */
  private static final int MAX_BYTES = 64 << 20;

  private static final int MAX_ENTRIES = 10_000;

  private ZipMember() {}

  /**
   * Unpacks the file whose name matches, under a name of its own.
   *
   * @throws ImportException when there is not exactly one, or the archive is damaged
   */
  static Path unpack(Path archive, Pattern name, Path directory)
      throws ImportException, IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<? extends ZipEntry> found =
          zip.stream()
              .limit(MAX_ENTRIES)
              .filter(entry -> name.matcher(entry.getName()).matches())
              .toList();
      if (found.size() != 1) {
        throw new ImportException(
            "%s has %d files with a name like %s, not one; unpack it and name the kernel with --kernel"
                .formatted(archive, found.size(), name));
      }
      Path file = directory.resolve("kernel");
      try (InputStream in = zip.getInputStream(found.getFirst());
          OutputStream out = Files.newOutputStream(file)) {
        out.write(in.readNBytes(MAX_BYTES));
        if (in.read() >= 0) {
          throw new ImportException(
              "%s in %s has more than %,d bytes, too many for a kernel"
                  .formatted(found.getFirst().getName(), archive, MAX_BYTES));
        }
      }
      return file;
    } catch (ZipException e) {
      throw new ImportException(archive + " is not a sound ZIP archive: " + e.getMessage(), e);
    }
  }
}
