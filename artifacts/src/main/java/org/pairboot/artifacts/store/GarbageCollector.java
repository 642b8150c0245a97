package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pairboot.artifacts.content.Sha256;

/**
 * Deletes what nothing refers to. Writers of ours leave nothing that the next one does not clear
 * up, so what is found are mostly the blobs of other tools that died, or were used to take an image
 * out of the index.
 *
 * <p>An import of ours cannot be disturbed: it keeps its parts in its staging until it has the
 * lock, and within one holding of the lock it moves them and refers to them. Another tool takes no
 * lock, and adds its blobs first and the reference last; so young blobs are left alone.
 */
record GarbageCollector(StoreFiles files, StoreLock lock, StagingArea stagings) {
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");

  /**
   * @param before blobs written later are left alone
   */
  Collected collect(Instant before) throws IOException {
    try (ProcessLock _ = lock.acquire()) {
      Disk disk = files.disk();
      disk.makeDirectory(files.layout().stagings());
      files.pending().settle();
      stagings.removeAbandoned();
      References.Survey survey = files.references().survey(files.indexFile().read());
      List<Orphan> orphans = orphans(survey, before);
      for (Orphan orphan : orphans) {
        disk.delete(orphan.file());
      }
      if (!orphans.isEmpty()) {
        disk.syncDirectory(files.layout().blobs());
      }
      return collected(orphans, survey);
    }
  }

  /** What {@link #collect} would delete of blobs. Changes nothing, and takes no lock. */
  Collected rehearse(Instant before) throws IOException {
    References.Survey survey = files.references().survey(files.indexFile().read());
    return collected(orphans(survey, before), survey);
  }

  private record Orphan(Path file, long length) {}

  private List<Orphan> orphans(References.Survey survey, Instant before) throws IOException {
    List<Orphan> orphans = new ArrayList<>();
    if (!survey.unreadable().isEmpty()) {
      return orphans;
    }
    Set<Sha256> referenced = survey.blobs().keySet();
    try (DirectoryStream<Path> blobs = Files.newDirectoryStream(files.layout().blobs())) {
      for (Path blob : blobs) {
        BasicFileAttributes attributes =
            Files.readAttributes(blob, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String name = blob.getFileName().toString();
        if (attributes.isRegularFile()
            && BLOB.matcher(name).matches()
            && !referenced.contains(new Sha256(name))
            && attributes.lastModifiedTime().toInstant().isBefore(before)) {
          orphans.add(new Orphan(blob, attributes.size()));
        }
      }
    }
    return orphans;
  }

  private static Collected collected(List<Orphan> orphans, References.Survey survey) {
    return new Collected(
        orphans.size(),
        orphans.stream().mapToLong(Orphan::length).sum(),
        survey.unreadable().size());
  }
}
