package org.pairboot.artifacts.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.oci.ConfigDocument;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.Json;
import org.pairboot.artifacts.store.oci.MalformedDocument;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * Finds out what entries of {@code index.json} are. The manifest alone says whether an image is
 * ours, so that one that another tool copied here under a name of its own is found as well.
 */
record EntryReader(Blobs blobs) {

  List<Entry> read(IndexDocument index, ContentSource contents) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Descriptor descriptor : index.descriptors()) {
      entries.add(read(descriptor, contents));
    }
    return entries;
  }

  Entry read(Descriptor descriptor, ContentSource contents) throws IOException {
    if (!descriptor.mediaType().equals(OciNames.MANIFEST_TYPE)) {
      return new Entry.Foreign(descriptor);
    }
    ObjectNode manifest;
    try {
      manifest = Json.parse(blobs.document(descriptor));
    } catch (MalformedDocument e) {
      return saysItIsOurs(descriptor)
          ? damaged(descriptor, "its manifest " + e.getMessage())
          : new Entry.Foreign(descriptor);
    }
    if (!ManifestDocument.isOurs(manifest)) {
      return new Entry.Foreign(descriptor);
    }
    try {
      return new Entry.Readable(descriptor, image(ManifestDocument.parse(manifest), contents));
    } catch (MalformedDocument e) {
      return damaged(descriptor, e.getMessage());
    }
  }

  private ImageVersion image(ManifestDocument manifest, ContentSource contents)
      throws MalformedDocument, IOException {
    List<Part> parts = new ArrayList<>();
    for (ManifestDocument.Layer layer : manifest.layers()) {
      parts.add(new Part(layer.name(), contents.content(layer.digest(), layer.size())));
    }
    try {
      return ConfigDocument.parse(blobs.document(manifest.config()), parts);
    } catch (MalformedDocument e) {
      throw new MalformedDocument("its config " + e.getMessage());
    }
  }

  private static boolean saysItIsOurs(Descriptor descriptor) {
    return descriptor.artifactType().filter(OciNames.ARTIFACT_TYPE::equals).isPresent();
  }

  private static Entry damaged(Descriptor descriptor, String reason) {
    return new Entry.Damaged(descriptor, annotatedRef(descriptor), reason);
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
