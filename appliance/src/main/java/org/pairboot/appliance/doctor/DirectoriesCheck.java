package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.BootSettings;

/**
 * Whether the directories of the settings are there and can be used, and have room.
 *
 * @param images of the store, if it can be read
 */
record DirectoriesCheck(Path dataDir, BootSettings boot, Optional<Snapshot> images)
    implements Check {

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
          "'pairboot import' makes it; if there are images elsewhere, name that with data-dir");
    }
    if (!Files.isDirectory(dataDir) || !Files.isReadable(dataDir)) {
      return Finding.problem(
          where,
          Files.isDirectory(dataDir)
              ? "the data directory cannot be read by this user"
              : "the data directory is no directory",
          "run this, and the server, as the user that it belongs to, or name another with"
              + " data-dir");
    }
    return Files.isWritable(dataDir)
        ? Finding.ok(where, "the data directory can be read and written")
        : Finding.warning(
            where,
            "the data directory cannot be written by this user, so nothing can be imported, and"
                + " one-time boots are not noted",
            "run this, and the server, as the user that it belongs to: ls -ld " + where);
  }

  private Finding space() {
    long free = dataDir.toFile().getUsableSpace();
    OptionalLong largest =
        images.stream()
            .flatMap(snapshot -> snapshot.all().stream())
            .mapToLong(DirectoriesCheck::length)
            .max();
    String where = "space in " + dataDir;
    String what = Sizes.text(free) + " are free";
    return largest.isPresent() && free < largest.getAsLong()
        ? Finding.warning(
            where,
            what
                + ", less than the largest image has ("
                + Sizes.text(largest.getAsLong())
                + "): its next version does not fit",
            "'pairboot gc --keep 2 --dry-run' shows what could go; store.keep does so after each"
                + " import")
        : Finding.ok(where, what);
  }

  private static long length(ImageVersion image) {
    return image.parts().stream().mapToLong(Part::length).sum();
  }

  private static Finding readable(Path path, String setting) {
    String where = path + " (" + setting + ")";
    if (!Files.exists(path)) {
      return Finding.note(where, "is not there, and is passed over", "");
    }
    return Files.isReadable(path)
        ? Finding.ok(where, "can be read")
        : Finding.problem(
            where, "cannot be read by this user", "give the server's user the right to read it");
  }
}
