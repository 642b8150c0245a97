package org.pairboot.artifacts.store.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.LastDocument;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.StoreFormat;

/** Reads and replaces {@code index.json}. Thread-safe. */
final class IndexFile {
  // An entry takes about 500 bytes, so this is room for 100,000 of them.
  private static final long MAX_BYTES = 64L << 20;

  private final StoreDirectory directory;
  private final LastDocument<IndexDocument> last = new LastDocument<>();

  IndexFile(StoreDirectory directory) {
    this.directory = directory;
  }

  /** What the file says now. */
  IndexDocument read() throws IOException {
    Path file = directory.index();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw StoreException.broken(file, "is larger than " + MAX_BYTES + " bytes");
      }
      byte[] bytes = Files.readAllBytes(file);
      Optional<IndexDocument> same = last.meaning(bytes);
      return same.isPresent() ? same.get() : last.keep(bytes, IndexDocument.parse(bytes));
    } catch (NoSuchFileException e) {
      throw StoreException.broken(file, "is missing");
    } catch (StoreFormat.UnknownFormatException e) {
      throw newer(e.getMessage());
    } catch (MalformedDocumentException e) {
      throw StoreException.broken(file, e.getMessage());
    }
  }

  private StoreException newer(String format) {
    return new StoreException(
        StoreException.Kind.NEWER_STORE,
        "store %s was written by a newer release of Pairboot (store format %s; this release knows up to %d); use that release, or another data directory; nothing was changed"
            .formatted(
                directory.root(), format.replaceAll("[^0-9A-Za-z._-]", "?"), StoreFormat.CURRENT));
  }

  /** Makes {@code document} what the file says. The caller holds the store's lock. */
  void replace(IndexDocument document) throws IOException {
    byte[] bytes = document.bytes();
    directory.replace(directory.index(), bytes);
    last.keep(bytes, document);
  }
}
