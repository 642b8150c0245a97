package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.ProcessLock;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.local.LocalStateFile;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.OciNames;
import org.pairboot.artifacts.store.staging.StagingArea;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that a directory is a store, creates one, and cleans up after writers that died. */
final class StoreOpener {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);

  private static final Set<String> MADE_BY_FILE_SYSTEM = Set.of("lost+found");

  // What creating a store makes, and so what one that is running or was interrupted may have made.
  private static final Set<String> MADE_BY_CREATION =
      Set.of(".pairboot", "blobs", "index.json", "oci-layout");

  private final StoreDirectory directory;
  private final StoreIndex index;
  private final StagingArea stagings;

  StoreOpener(StoreDirectory directory, StoreIndex index, StagingArea stagings) {
    this.directory = directory;
    this.index = index;
    this.stagings = stagings;
  }

  void open() throws IOException {
    Path root = directory.root();
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new StoreException(
          StoreException.Kind.NOT_A_STORE,
          root + " is not a directory; use an empty or new directory for the store");
    }
    if (!Files.exists(directory.marker())) {
      create();
    }
    requireVersion();
    // A store in an unknown format is not even cleaned up.
    index.readDocument();
    cleanUp();
  }

  private void create() throws IOException {
    Files.createDirectories(directory.root());
    requireNothingElse();
    Disk disk = directory.disk();
    directory.makeOwn(LocalStateFile::empty);
    try (ProcessLock _ = directory.lock()) {
      if (Files.exists(directory.marker())) {
        return;
      }
      disk.makeDirectory(directory.blobs().getParent());
      disk.makeDirectory(directory.blobs());
      disk.syncDirectory(directory.blobs().getParent());
      index.createEmpty();
      // The marker comes last: with it, the store is complete.
      String marker = "{\"imageLayoutVersion\":\"" + OciNames.LAYOUT_VERSION + "\"}";
      directory.replace(directory.marker(), marker.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void requireNothingElse() throws IOException {
    Path root = directory.root();
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    names.removeAll(MADE_BY_FILE_SYSTEM);
    names.removeIf(StoreDirectory::isFreshOwn);
    // Checked after the listing: another process may be creating the same store just now, and our
    // own directory is what it makes first.
    if (Files.exists(directory.own())) {
      names.removeAll(MADE_BY_CREATION);
    }
    if (!names.isEmpty()) {
      throw new StoreException(
          StoreException.Kind.NOT_A_STORE,
          "%s is not an image store: it contains '%s' but no %s; use an empty or new directory"
              .formatted(root, names.iterator().next(), StoreDirectory.MARKER));
    }
  }

  private void requireVersion() throws IOException {
    Path marker = directory.marker();
    try {
      String version =
          OciJson.text(OciJson.parse(Files.readAllBytes(marker)), "imageLayoutVersion");
      if (!version.equals(OciNames.LAYOUT_VERSION)) {
        throw StoreException.broken(marker, "has the unknown layout version '" + version + "'");
      }
    } catch (MalformedDocumentException e) {
      throw StoreException.broken(marker, e.getMessage());
    } catch (NoSuchFileException e) {
      throw StoreException.broken(marker, "is missing");
    }
  }

  /** Does what it can: a process that may only read can open the store all the same. */
  private void cleanUp() {
    try {
      // A layout that has none was copied, so nothing in it is proven.
      directory.makeOwn(LocalStateFile::empty);
      Optional<ProcessLock> acquired = directory.tryLock();
      if (acquired.isEmpty()) {
        return;
      }
      try (ProcessLock _ = acquired.get()) {
        directory.deleteFreshOwn();
        index.repair();
        int upgraded = index.upgrade();
        if (upgraded > 0) {
          LOG.info(
              "store {}: upgraded {} image version(s) to the format of this release; they stay"
                  + " served while a server proves them again",
              directory.root(),
              upgraded);
        }
        StagingArea.Abandoned abandoned = stagings.removeAbandoned();
        if (abandoned.imports() > 0) {
          LOG.info(
              "store {}: deleted what {} interrupted import(s) left behind, {} bytes",
              directory.root(),
              abandoned.imports(),
              abandoned.bytes());
        }
      }
    } catch (IOException e) {
      LOG.debug("store {}: could not clean up after interrupted imports", directory.root(), e);
    }
  }
}
