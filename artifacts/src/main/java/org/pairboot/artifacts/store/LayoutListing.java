package org.pairboot.artifacts.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.OciNames;
import org.pairboot.artifacts.store.oci.StoreFormat.UnknownFormatException;

/**
 * What an OCI image layout has according to its index, be it a store or not. Nothing is opened,
 * repaired or proven for it.
 */
public record LayoutListing(List<Entry> entries) {
  /** A store with a hundred thousand versions has a smaller one. */
  private static final int MAX_INDEX = 64 << 20;

  private static final String INDEX = "index.json";

  public LayoutListing {
    entries = List.copyOf(entries);
  }

  /**
   * An entry of the index.
   *
   * @param name of the image version, or the name under which other tools find the entry
   * @param isImage whether it is an image version of Pairboot
   */
  public record Entry(
      Optional<String> name,
      Optional<Architecture> architecture,
      boolean isImage,
      String mediaType,
      String digest) {
    static Entry of(Descriptor descriptor) {
      Optional<String> image = descriptor.annotation(OciNames.IMAGE_NAME);
      Optional<String> version = descriptor.annotation(OciNames.IMAGE_VERSION);
      return new Entry(
          image
              .flatMap(name -> version.map(its -> name + "@" + its))
              .or(() -> descriptor.annotation(OciNames.REF_NAME)),
          descriptor.platform(),
          image.isPresent() && version.isPresent(),
          descriptor.mediaType(),
          descriptor.digest().toString());
    }
  }

  /** Whether {@code directory} is an OCI image layout. */
  public static boolean isOne(Path directory) {
    return Files.isRegularFile(directory.resolve(StoreDirectory.MARKER))
        && Files.isRegularFile(directory.resolve(INDEX));
  }

  /**
   * Reads the index of {@code directory}.
   *
   * @throws StoreException if it is malformed
   */
  public static LayoutListing of(Path directory) throws IOException {
    Path index = directory.resolve(INDEX);
    byte[] document;
    try (InputStream in = Files.newInputStream(index)) {
      document = in.readNBytes(MAX_INDEX + 1);
    }
    if (document.length > MAX_INDEX) {
      throw StoreException.broken(index, "is larger than 64 MiB");
    }
    try {
      return new LayoutListing(
          IndexDocument.parse(document).descriptors().stream().map(Entry::of).toList());
    } catch (MalformedDocumentException | UnknownFormatException e) {
      throw StoreException.broken(index, e.getMessage());
    }
  }
}
