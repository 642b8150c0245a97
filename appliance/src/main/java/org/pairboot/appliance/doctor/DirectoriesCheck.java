package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.BootSettings;

/** Whether the directories in the settings exist, are accessible and have enough space. */
final class DirectoriesCheck implements Check {
  private final Path dataDir;
  private final BootSettings boot;
  private final Optional<Snapshot> images;

  /**
   * @param images in the store, if it can be read
   */
  DirectoriesCheck(Path dataDir, BootSettings boot, Optional<Snapshot> images) {
    this.dataDir = dataDir;
    this.boot = boot;
    this.images = images;
  }

  @Override
  public String topic() {
    return "directories";
  }

  @Override
  public List<Finding> run() throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(dataDirectory());
    if (Files.isWritable(dataDir)) {
      findings.add(space());
    }
    for (Path plans : boot.plans()) {
      findings.add(readable(plans, "boot.plans"));
    }
    boot.templates().ifPresent(templates -> findings.add(readable(templates, "boot.templates")));
    return findings;
  }

  private Finding dataDirectory() {
    String where = dataDir.toString();
    if (!Files.exists(dataDir)) {
      return Finding.warning(
          where,
          "the data directory does not exist yet",
          "'pairboot import' creates it; if your images are elsewhere, set data-dir to that"
              + " directory");
    }
    if (!Files.isDirectory(dataDir)) {
      return Finding.problem(
          where, "the data directory is not a directory", "set data-dir to a directory");
    }
    if (!Files.isReadable(dataDir)) {
      return Finding.problem(
          where,
          "this user cannot read the data directory",
          "run this, and the server, as the owner of the directory, or set data-dir to another");
    }
    try {
      dataDir.getFileSystem().provider().checkAccess(dataDir, AccessMode.WRITE);
      return Finding.ok(where, "the data directory is readable and writable");
    } catch (AccessDeniedException e) {
      return Finding.warning(
          where,
          "this user cannot write to the data directory, so imports fail, and neither boots nor"
              + " one-time boots are recorded",
          "run this, and the server, as the owner of the directory: ls -ld " + where);
    } catch (IOException e) {
      return Finding.warning(
          where,
          "nobody can write to the data directory, so imports fail, and neither boots nor one-time"
              + " boots are recorded: "
              + StoreException.describe(e),
          "if its file system is read-only, remount it writable; the kernel's log says if it is so"
              + " because of a disk error");
    }
  }

  private Finding space() {
    long free = dataDir.toFile().getUsableSpace();
    OptionalLong largest =
        images.stream()
            .flatMap(snapshot -> snapshot.all().stream())
            .mapToLong(DirectoriesCheck::length)
            .max();
    String where = "space in " + dataDir;
    String what = Sizes.text(free) + " free";
    return largest.isPresent() && free < largest.getAsLong()
        ? Finding.warning(
            where,
            what
                + ", less than the largest image takes ("
                + Sizes.text(largest.getAsLong())
                + "): its next version does not fit",
            "'pairboot gc --keep 2 --dry-run' shows which versions could be removed; store.keep"
                + " removes old versions after each import")
        : Finding.ok(where, what);
  }

  private static long length(ImageVersion image) {
    return image.parts().stream().mapToLong(Part::length).sum();
  }

  private static Finding readable(Path path, String setting) {
    String where = path + " (" + setting + ")";
    if (!Files.exists(path)) {
      return Finding.note(where, "does not exist; ignored", "");
    }
    return Files.isReadable(path)
        ? Finding.ok(where, "readable")
        : Finding.problem(
            where, "this user cannot read it", "give the server's user read access to it");
  }
}
