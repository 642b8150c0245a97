package org.pairboot.artifacts.store.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.layout.LayoutFiles.Range;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.OciNames;
import org.pairboot.artifacts.store.oci.StoreFormat;
import org.pairboot.artifacts.store.oci.StoreFormat.UnknownFormatException;
import org.pairboot.artifacts.text.PrintableText;

/**
 * What an OCI image layout has: another store, or what other tools wrote, as a directory or in a
 * tar archive. Nothing in it is proven, and its parts are not read.
 */
public final class ImageLayout {
  /** Room for fifteen thousand entries. */
  private static final int MAX_INDEX = 8 << 20;

  /** Of all manifests and configs together; those of one version take about 2 KB. */
  private static final long MAX_DOCUMENTS = 32 << 20;

  private static final int MAX_SHOWN = 300;

  private final Path path;
  private final LayoutFiles files;
  private final List<IndexEntry> entries;

  private ImageLayout(Path path, LayoutFiles files) throws IOException {
    this.path = path;
    this.files = files;
    this.entries = List.copyOf(entries());
  }

  /** Whether {@code path} looks like an image layout: it may still be damaged. */
  public static boolean isOne(Path path) throws IOException {
    return Files.isDirectory(path)
        ? Files.isRegularFile(path.resolve(LayoutFiles.MARKER))
            && Files.isRegularFile(path.resolve(LayoutFiles.INDEX))
        : Files.isRegularFile(path) && TarFiles.isOne(path);
  }

  /**
   * Reads the index of {@code path} and the documents that it refers to.
   *
   * @throws StoreException of kind {@code BAD_LAYOUT} when it is not an image layout
   */
  public static ImageLayout read(Path path) throws IOException {
    return new ImageLayout(
        path, Files.isDirectory(path) ? new LayoutFiles.Directory(path) : TarFiles.of(path));
  }

  /** The directory or archive. */
  public Path path() {
    return path;
  }

  /** Whether it is a tar archive. */
  public boolean isArchive() {
    return files instanceof TarFiles;
  }

  /** What its index lists, in that order. */
  public List<IndexEntry> list() {
    return entries;
  }

  /**
   * Where the bytes of {@code part} are.
   *
   * @throws MalformedDocumentException when they are missing or have another length
   */
  public Place find(Part part) throws MalformedDocumentException, IOException {
    Range range = find(part.digest(), part.length());
    return new Place(range.container(), range.offset());
  }

  /**
   * Where a part begins.
   *
   * @param file which may be the whole archive
   */
  public record Place(Path file, long offset) {}

  private Range find(Sha256 digest, long length) throws MalformedDocumentException, IOException {
    Range range =
        files.blob(digest).orElseThrow(() -> new MalformedDocumentException("is missing"));
    if (range.length() != length) {
      throw new MalformedDocumentException("has " + range.length() + " bytes instead of " + length);
    }
    return range;
  }

  private List<IndexEntry> entries() throws IOException {
    requireLayout();
    IndexEntry.Reader reader =
        new IndexEntry.Reader(new Documents(), (digest, size) -> new Unread(path, size, digest));
    List<IndexEntry> found = new ArrayList<>();
    for (Descriptor descriptor : index().descriptors()) {
      found.addAll(reader.read(descriptor));
    }
    return found;
  }

  private void requireLayout() throws IOException {
    Optional<Range> marker = files.file(LayoutFiles.MARKER);
    if (marker.isEmpty()) {
      throw bad(
          path,
          "it has no file oci-layout, so it is not an OCI image layout; give the directory of a"
              + " store, or a tar archive of one");
    }
    try {
      String version = OciJson.text(document(marker.get()), "imageLayoutVersion");
      if (!version.equals(OciNames.LAYOUT_VERSION)) {
        throw new MalformedDocumentException("has the unknown layout version '" + version + "'");
      }
    } catch (MalformedDocumentException e) {
      throw bad(LayoutFiles.MARKER, e.getMessage());
    }
  }

  private IndexDocument index() throws IOException {
    Optional<Range> index = files.file(LayoutFiles.INDEX);
    if (index.isEmpty()) {
      throw bad(LayoutFiles.INDEX, "is missing");
    }
    if (index.get().length() > MAX_INDEX) {
      throw bad(LayoutFiles.INDEX, "is larger than 8 MiB");
    }
    try {
      return IndexDocument.parse(index.get().read());
    } catch (MalformedDocumentException e) {
      throw bad(LayoutFiles.INDEX, e.getMessage());
    } catch (UnknownFormatException e) {
      throw bad(
          path,
          "a newer release of Pairboot wrote it (store format %s; this release knows up to %d); use that release"
              .formatted(PrintableText.of(e.getMessage(), 10), StoreFormat.CURRENT));
    }
  }

  private static ObjectNode document(Range range) throws MalformedDocumentException, IOException {
    if (range.length() > OciJson.MAX_DOCUMENT) {
      throw new MalformedDocumentException("is larger than 4 MiB");
    }
    return OciJson.parse(range.read());
  }

  private StoreException bad(String file, String problem) {
    return bad(
        path,
        "its %s %s; copy or make the layout again"
            .formatted(file, PrintableText.of(problem, MAX_SHOWN)));
  }

  static StoreException bad(Path path, String problem) {
    return new StoreException(StoreException.Kind.BAD_LAYOUT, path + ": " + problem);
  }

  /** Manifests and configs, as many as an honest layout has. */
  private final class Documents implements IndexEntry.Documents {
    private long read;

    @Override
    public byte[] document(Descriptor descriptor) throws MalformedDocumentException, IOException {
      Range range = find(descriptor.digest(), descriptor.size());
      if (range.length() > OciJson.MAX_DOCUMENT) {
        throw new MalformedDocumentException("is larger than 4 MiB");
      }
      read += range.length();
      if (read > MAX_DOCUMENTS) {
        throw bad(path, "its manifests have more than 32 MiB together; copy fewer images into it");
      }
      byte[] bytes = range.read();
      if (!Sha256.of(ByteBuffer.wrap(bytes)).equals(descriptor.digest())) {
        throw new MalformedDocumentException("does not match its digest");
      }
      return bytes;
    }
  }

  /** A part that is only known by its digest until it is in a store. */
  private record Unread(Path layout, long length, Sha256 identity) implements Content {
    @Override
    public ContentReader open() throws IOException {
      throw new IOException(identity + " is in " + layout + ", and not in a store");
    }
  }
}
