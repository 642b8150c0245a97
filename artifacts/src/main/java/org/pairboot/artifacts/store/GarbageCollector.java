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
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.ImageStore.GarbageReport;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.index.Blobs;
import org.pairboot.artifacts.store.index.References;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.staging.StagingArea;

/**
 * Deletes blobs to which nothing refers. Our own writers leave none that the next one does not
 * delete, so most of these come from other tools that died, or that removed an image from the
 * index.
 *
 * <p>Imports of ours are not disturbed: their parts stay in their staging until they have the lock,
 * under which they move them and refer to them. Other tools take no lock, and add their blobs first
 * and the reference last; so young blobs are left alone.
 */
final class GarbageCollector {
  private final StoreDirectory directory;
  private final StoreIndex index;
  private final StagingArea stagings;

  GarbageCollector(StoreDirectory directory, StoreIndex index, StagingArea stagings) {
    this.directory = directory;
    this.index = index;
    this.stagings = stagings;
  }

  /**
   * @param before blobs written later are left alone
   */
  GarbageReport collect(Instant before) throws IOException {
    return index.remove(transaction -> {
      stagings.removeAbandoned();
      References.Survey survey = survey(transaction.index().document());
      List<Orphan> orphans = orphans(survey, before);
      Disk disk = directory.disk();
      for (Orphan orphan : orphans) {
        disk.delete(orphan.file());
      }
      if (!orphans.isEmpty()) {
        disk.syncDirectory(directory.blobs());
      }
      return report(orphans, survey);
    });
  }

  /** Which blobs {@link #collect} would delete now. Changes nothing, and takes no lock. */
  GarbageReport dryRun(Instant before) throws IOException {
    References.Survey survey = survey(index.readDocument());
    return report(orphans(survey, before), survey);
  }

  private References.Survey survey(IndexDocument document) throws IOException {
    return index.references().survey(document);
  }

  private record Orphan(Path file, long length) {}

  private List<Orphan> orphans(References.Survey survey, Instant before) throws IOException {
    List<Orphan> orphans = new ArrayList<>();
    if (!survey.unreadable().isEmpty()) {
      return orphans;
    }
    Set<Sha256> referenced = survey.blobs().keySet();
    try (DirectoryStream<Path> blobs = Files.newDirectoryStream(directory.blobs())) {
      for (Path blob : blobs) {
        BasicFileAttributes attributes =
            Files.readAttributes(blob, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()
            && Blobs.digestOf(blob).filter(digest -> !referenced.contains(digest)).isPresent()
            && attributes.lastModifiedTime().toInstant().isBefore(before)) {
          orphans.add(new Orphan(blob, attributes.size()));
        }
      }
    }
    return orphans;
  }

  private static GarbageReport report(List<Orphan> orphans, References.Survey survey) {
    return new GarbageReport(
        orphans.size(),
        orphans.stream().mapToLong(Orphan::length).sum(),
        survey.unreadable().size());
  }
}
