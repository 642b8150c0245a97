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
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.Json;
import org.pairboot.artifacts.store.oci.MalformedDocument;
import org.pairboot.artifacts.store.oci.OciNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a directory a store, or makes sure that it is one, and clears up after writers that died.
 */
record StoreOpener(StoreFiles files, StoreLock lock, StagingArea stagings) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);

  private static final Set<String> OF_FILE_SYSTEM = Set.of("lost+found");

  // What a creation makes, so what one that is under way or was cut short may have made.
  private static final Set<String> OF_CREATION =
      Set.of(".pairboot", "blobs", "index.json", "oci-layout");

  void open() throws IOException {
    StoreLayout layout = files.layout();
    if (Files.exists(layout.root()) && !Files.isDirectory(layout.root())) {
      throw new NotAStore(layout.root());
    }
    if (!Files.exists(layout.marker())) {
      create();
    }
    requireVersion();
    // A store by other rules is not even cleared up.
    files.indexFile().read();
    clearUp();
  }

  private void create() throws IOException {
    StoreLayout layout = files.layout();
    Files.createDirectories(layout.root());
    requireNothingElse();
    files.disk().makeDirectory(layout.own());
    try (ProcessLock _ = lock.acquire()) {
      if (Files.exists(layout.marker())) {
        return;
      }
      files.disk().makeDirectory(layout.blobs().getParent());
      files.disk().makeDirectory(layout.blobs());
      files.disk().syncDirectory(layout.blobs().getParent());
      if (!Files.exists(layout.index())) {
        files.indexFile().replace(IndexDocument.empty());
      }
      // The marker comes last: with it, the store is whole.
      String marker = "{\"imageLayoutVersion\":\"" + OciNames.LAYOUT_VERSION + "\"}";
      new AtomicFile(layout, files.disk())
          .replace(layout.marker(), marker.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void requireNothingElse() throws IOException {
    Path root = files.layout().root();
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    names.removeAll(OF_FILE_SYSTEM);
    // Asked after the listing: another process may be creating the same store just now, and our
    // directory is what it makes first.
    if (Files.exists(files.layout().own())) {
      names.removeAll(OF_CREATION);
    }
    if (!names.isEmpty()) {
      throw new NotAStore(root, names.iterator().next());
    }
  }

  private void requireVersion() throws IOException {
    Path marker = files.layout().marker();
    try {
      String version = Json.text(Json.parse(Files.readAllBytes(marker)), "imageLayoutVersion");
      if (!version.equals(OciNames.LAYOUT_VERSION)) {
        throw new BrokenStore(marker, "is of the unknown layout version '" + version + "'");
      }
    } catch (MalformedDocument e) {
      throw new BrokenStore(marker, e.getMessage());
    } catch (NoSuchFileException e) {
      throw new BrokenStore(marker, "is missing");
    }
  }

  /** Not being able to is no reason to refuse to read. */
  private void clearUp() {
    try {
      files.disk().makeDirectory(files.layout().own());
      Optional<ProcessLock> lockOrNot = lock.tryAcquire();
      if (lockOrNot.isEmpty()) {
        return;
      }
      try (ProcessLock _ = lockOrNot.get()) {
        files.disk().makeDirectory(files.layout().stagings());
        files.pending().settle();
        StagingArea.Abandoned abandoned = stagings.removeAbandoned();
        if (abandoned.imports() > 0) {
          LOG.info(
              "store {}: cleared up what {} interrupted import(s) left, {} bytes",
              files.layout().root(),
              abandoned.imports(),
              abandoned.bytes());
        }
      }
    } catch (IOException e) {
      LOG.debug("store {} was not cleared up", files.layout().root(), e);
    }
  }
}
