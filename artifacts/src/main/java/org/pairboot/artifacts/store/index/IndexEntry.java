package org.pairboot.artifacts.store.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.local.LocalState;
import org.pairboot.artifacts.store.oci.ArchitectureIndex;
import org.pairboot.artifacts.store.oci.ConfigDocument;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * What one entry of {@code index.json} turned out to be. A version with several architectures has
 * one entry in the file, an index, and one of these for each manifest in that.
 */
public sealed interface IndexEntry {
  /** The entry in the file. */
  Descriptor descriptor();

  /** The manifest: that entry, or a part of the index that the entry is. */
  Descriptor manifest();

  /** Which image version this is, if that is known. */
  Optional<ImageRef> ref();

  /** Of the manifest. */
  default Sha256 digest() {
    return manifest().digest();
  }

  /** Of the manifest. */
  default String mediaType() {
    return manifest().mediaType();
  }

  /** What it is, as other tools call it: its artifact type, else its media type. */
  default String type() {
    return descriptor().artifactType().orElse(descriptor().mediaType());
  }

  /** The name under which other tools find it. */
  default Optional<String> tag() {
    return descriptor().annotation(OciNames.REF_NAME);
  }

  /** The architecture, if that is known. */
  Optional<Architecture> architecture();

  /**
   * An image version whose manifest and config are intact.
   *
   * @param config the config, if the manifest refers to nothing else but the parts of the image
   * @param claim what its config says of itself if an earlier release wrote it; see there
   */
  record Readable(
      Descriptor descriptor,
      Descriptor manifest,
      ImageVersion image,
      Optional<Descriptor> config,
      Optional<ConfigDocument.Claim> claim)
      implements IndexEntry {
    @Override
    public Optional<ImageRef> ref() {
      return Optional.of(image.ref());
    }

    @Override
    public Optional<Architecture> architecture() {
      return image.architecture();
    }
  }

  /** An image version of ours that cannot be read. */
  record Damaged(Descriptor descriptor, Descriptor manifest, Optional<ImageRef> ref, String reason)
      implements IndexEntry {
    @Override
    public Optional<Architecture> architecture() {
      return manifest.platform();
    }
  }

  /** An image of another tool. */
  record Foreign(Descriptor descriptor) implements IndexEntry {
    @Override
    public Descriptor manifest() {
      return descriptor;
    }

    @Override
    public Optional<ImageRef> ref() {
      return Optional.empty();
    }

    @Override
    public Optional<Architecture> architecture() {
      return Optional.empty();
    }
  }

  /** This entry with what the store knows for itself of the image. */
  default IndexEntry judgedBy(LocalState local) {
    return this instanceof Readable(var entry, var manifest, var image, var config, var claim)
        ? new Readable(entry, manifest, local.judge(image, manifest.digest()), config, claim)
        : this;
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

  /** Where manifests and configs come from. */
  @FunctionalInterface
  interface Documents {
    /**
     * The bytes of a small blob, after a comparison with its digest.
     *
     * @throws MalformedDocumentException when the blob is missing, damaged or too large to be a
     *     document
     */
    byte[] document(Descriptor descriptor) throws MalformedDocumentException, IOException;
  }

  /**
   * Finds out what entries are. The manifest alone decides whether an image is ours, so that images
   * that another tool copied here under a name of its own are found as well.
   */
  final class Reader {
    private final Documents blobs;
    private final ContentSource contents;

    public Reader(Documents blobs, ContentSource contents) {
      this.blobs = blobs;
      this.contents = contents;
    }

    /** What the entry {@code descriptor} of an index is: one of these for each architecture. */
    public List<IndexEntry> read(Descriptor descriptor) throws IOException {
      return switch (descriptor.mediaType()) {
        case OciNames.MANIFEST_TYPE ->
            List.of(manifest(descriptor, descriptor, isMarkedAsOurs(descriptor)));
        case OciNames.INDEX_TYPE -> index(descriptor);
        default -> List.of(new Foreign(descriptor));
      };
    }

    /** Tools such as skopeo drop the mark of an index, so an image of ours in it marks it too. */
    private List<IndexEntry> index(Descriptor descriptor) throws IOException {
      List<Descriptor> manifests;
      try {
        ObjectNode index = OciJson.parse(blobs.document(descriptor));
        manifests = new ArrayList<>(ArchitectureIndex.parse(index).manifests());
      } catch (MalformedDocumentException e) {
        return List.of(
            isMarkedAsOurs(descriptor)
                ? damaged(descriptor, descriptor, "its index " + e.getMessage())
                : new Foreign(descriptor));
      }
      List<String> order =
          List.of(descriptor.annotation(OciNames.ARCHITECTURES).orElse("").split(",", -1));
      manifests.sort(Comparator.comparingInt(manifest -> place(manifest, order)));
      List<IndexEntry> entries = manifests(descriptor, manifests, isMarkedAsOurs(descriptor));
      if (entries.isEmpty()) {
        return List.of(new Foreign(descriptor));
      }
      return isMarkedAsOurs(descriptor) ? entries : manifests(descriptor, manifests, true);
    }

    private List<IndexEntry> manifests(
        Descriptor descriptor, List<Descriptor> manifests, boolean marked) throws IOException {
      List<IndexEntry> entries = new ArrayList<>();
      for (Descriptor manifest : manifests) {
        IndexEntry entry = manifest(descriptor, manifest, marked);
        if (!(entry instanceof Foreign)) {
          entries.add(ofOneVersion(entry, entries));
        }
      }
      return entries;
    }

    private static int place(Descriptor manifest, List<String> order) {
      int place = order.indexOf(manifest.platform().map(Architecture::toString).orElse(""));
      return place < 0 ? order.size() : place;
    }

    /** Whoever removes one version must not remove another one with it. */
    private static IndexEntry ofOneVersion(IndexEntry entry, List<IndexEntry> before) {
      Optional<ImageRef> version = before.stream().flatMap(each -> each.ref().stream()).findFirst();
      return switch (entry) {
        case Damaged(Descriptor descriptor, Descriptor manifest, var ref, String reason)
            when ref.isEmpty() ->
            new Damaged(descriptor, manifest, version, reason);
        case Readable(Descriptor descriptor, Descriptor manifest, ImageVersion image, _, _)
            when version.filter(other -> !other.equals(image.ref())).isPresent() ->
            new Damaged(descriptor, manifest, version, "its index also lists " + image.ref());
        default -> entry;
      };
    }

    private IndexEntry manifest(Descriptor descriptor, Descriptor manifestBlob, boolean marked)
        throws IOException {
      ObjectNode manifest;
      try {
        manifest = OciJson.parse(blobs.document(manifestBlob));
      } catch (MalformedDocumentException e) {
        return marked
            ? damaged(descriptor, manifestBlob, "its manifest " + e.getMessage())
            : new Foreign(descriptor);
      }
      if (!ManifestDocument.isOurs(manifest)) {
        return new Foreign(descriptor);
      }
      try {
        return readable(
            descriptor,
            manifestBlob,
            ManifestDocument.parse(manifest),
            ManifestDocument.isAllOurs(manifest));
      } catch (MalformedDocumentException e) {
        return damaged(descriptor, manifestBlob, e.getMessage());
      }
    }

    private Readable readable(
        Descriptor descriptor,
        Descriptor manifestBlob,
        ManifestDocument manifest,
        boolean isAllOurs)
        throws MalformedDocumentException, IOException {
      List<Part> parts = new ArrayList<>();
      for (ManifestDocument.Layer layer : manifest.layers()) {
        parts.add(new Part(layer.name(), contents.content(layer.digest(), layer.size())));
      }
      try {
        ObjectNode config = OciJson.parse(blobs.document(manifest.config()));
        return new Readable(
            descriptor,
            manifestBlob,
            ConfigDocument.parse(config, parts, manifest.source()),
            Optional.of(manifest.config()).filter(_ -> isAllOurs),
            ConfigDocument.claim(config));
      } catch (MalformedDocumentException e) {
        throw new MalformedDocumentException("its config " + e.getMessage());
      }
    }

    private static boolean isMarkedAsOurs(Descriptor descriptor) {
      return descriptor.artifactType().filter(OciNames.ARTIFACT_TYPE::equals).isPresent();
    }

    private static IndexEntry damaged(Descriptor descriptor, Descriptor manifest, String reason) {
      return new Damaged(descriptor, manifest, annotatedRef(descriptor), reason);
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
