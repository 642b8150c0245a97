package org.pairboot.artifacts.store.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.oci.ConfigDocument;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.OciNames;

/** What one entry of {@code index.json} turned out to be. */
public sealed interface IndexEntry {
  Descriptor descriptor();

  /** Which image version this is, if that is known. */
  Optional<ImageRef> ref();

  /** An image version whose manifest and config are intact. */
  record Readable(Descriptor descriptor, ImageVersion image) implements IndexEntry {
    @Override
    public Optional<ImageRef> ref() {
      return Optional.of(image.ref());
    }
  }

  /** An image version of ours that cannot be read. */
  record Damaged(Descriptor descriptor, Optional<ImageRef> ref, String reason)
      implements IndexEntry {}

  /** An image of another tool. */
  record Foreign(Descriptor descriptor) implements IndexEntry {
    @Override
    public Optional<ImageRef> ref() {
      return Optional.empty();
    }
  }

  /** The channel that this entry is, if it is one: see {@link IndexState}. */
  default Optional<ChannelRef> channel() {
    Optional<String> name = descriptor().annotation(OciNames.CHANNEL);
    if (name.isEmpty() || ref().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ChannelRef(ref().get().name(), name.get()));
    } catch (InvalidNameException e) {
      // Another tool wrote it; the entry counts as one more entry of the version.
      return Optional.empty();
    }
  }

  /** Where the content of a blob comes from: shared with an earlier snapshot, or new. */
  @FunctionalInterface
  interface ContentSource {
    Content content(Sha256 digest, long size);
  }

  /**
   * Finds out what entries are. The manifest alone decides whether an image is ours, so that images
   * that another tool copied here under a name of its own are found as well.
   */
  final class Reader {
    private final Blobs blobs;
    private final ContentSource contents;

    Reader(Blobs blobs, ContentSource contents) {
      this.blobs = blobs;
      this.contents = contents;
    }

    IndexEntry read(Descriptor descriptor) throws IOException {
      if (!descriptor.mediaType().equals(OciNames.MANIFEST_TYPE)) {
        return new Foreign(descriptor);
      }
      ObjectNode manifest;
      try {
        manifest = OciJson.parse(blobs.document(descriptor));
      } catch (MalformedDocumentException e) {
        return isMarkedAsOurs(descriptor)
            ? damaged(descriptor, "its manifest " + e.getMessage())
            : new Foreign(descriptor);
      }
      if (!ManifestDocument.isOurs(manifest)) {
        return new Foreign(descriptor);
      }
      try {
        return new Readable(descriptor, image(ManifestDocument.parse(manifest)));
      } catch (MalformedDocumentException e) {
        return damaged(descriptor, e.getMessage());
      }
    }

    private ImageVersion image(ManifestDocument manifest)
        throws MalformedDocumentException, IOException {
      List<Part> parts = new ArrayList<>();
      for (ManifestDocument.Layer layer : manifest.layers()) {
        parts.add(new Part(layer.name(), contents.content(layer.digest(), layer.size())));
      }
      try {
        return ConfigDocument.parse(blobs.document(manifest.config()), parts);
      } catch (MalformedDocumentException e) {
        throw new MalformedDocumentException("its config " + e.getMessage());
      }
    }

    private static boolean isMarkedAsOurs(Descriptor descriptor) {
      return descriptor.artifactType().filter(OciNames.ARTIFACT_TYPE::equals).isPresent();
    }

    private static IndexEntry damaged(Descriptor descriptor, String reason) {
      return new Damaged(descriptor, annotatedRef(descriptor), reason);
    }

    private static Optional<ImageRef> annotatedRef(Descriptor descriptor) {
      try {
        return descriptor
            .annotation(OciNames.IMAGE_NAME)
            .flatMap(name ->
                descriptor
                    .annotation(OciNames.IMAGE_VERSION)
                    .map(version -> new ImageRef(name, version)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
