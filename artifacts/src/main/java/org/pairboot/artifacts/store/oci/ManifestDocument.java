package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.PartName.Role;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;

/**
 * The OCI manifest of one image version: a config blob, and one layer for each part in the order of
 * the initrd chain. A layer's media type is the part's role, its title the file name. Its
 * annotations survive every transport, which those of an index do not.
 */
public record ManifestDocument(
    Descriptor config, List<Layer> layers, Map<String, String> annotations) {
  private static final Map<String, Role> ROLES =
      Stream.of(Role.values())
          .collect(Collectors.toUnmodifiableMap(ManifestDocument::mediaType, role -> role));

  private static final Set<String> FIELDS =
      Set.of("schemaVersion", "mediaType", "artifactType", "config", "layers", "annotations");

  /** One part as the manifest describes it. */
  public record Layer(PartName name, Sha256 digest, long size) {}

  public ManifestDocument {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  /** The manifest of {@code image}, whose config blob is {@code config}. */
  public static ManifestDocument of(ImageVersion image, Descriptor config) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(OciNames.TITLE, image.ref().name());
    annotations.put(OciNames.VERSION, image.ref().version());
    annotations.put(OciNames.IMAGE_NAME, image.ref().name());
    annotations.put(OciNames.IMAGE_VERSION, image.ref().version());
    image.source().ifPresent(source -> annotations.put(OciNames.SOURCE, source));
    return new ManifestDocument(
        config,
        image.parts().stream()
            .map(part -> new Layer(part.name(), part.digest(), part.length()))
            .toList(),
        annotations);
  }

  /** See {@link ImageVersion}. */
  public Optional<String> source() {
    return Optional.ofNullable(annotations.get(OciNames.SOURCE));
  }

  /** Whether {@code manifest} is an image of ours and not another tool's. */
  public static boolean isOurs(ObjectNode manifest) {
    return manifest.path("artifactType").asText().equals(OciNames.ARTIFACT_TYPE)
        && manifest.path("config").path("mediaType").asText().equals(OciNames.CONFIG_TYPE);
  }

  /** Whether {@code manifest} has nothing that is lost when it is parsed, such as a subject. */
  public static boolean isAllOurs(ObjectNode manifest) {
    for (Map.Entry<String, JsonNode> field : manifest.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        return false;
      }
    }
    return true;
  }

  public static ManifestDocument parse(ObjectNode manifest) throws MalformedDocumentException {
    List<Layer> layers = new ArrayList<>();
    for (JsonNode node : manifest.path("layers")) {
      Descriptor layer = Descriptor.parse(node);
      layers.add(new Layer(partName(layer), layer.digest(), layer.size()));
    }
    return new ManifestDocument(
        Descriptor.parse(manifest.path("config")), layers, Descriptor.annotations(manifest));
  }

  public byte[] bytes() {
    ObjectNode manifest =
        OciJson.object()
            .put("schemaVersion", 2)
            .put("mediaType", OciNames.MANIFEST_TYPE)
            .put("artifactType", OciNames.ARTIFACT_TYPE);
    manifest.set("config", config.toJson());
    ArrayNode target = manifest.putArray("layers");
    layers.forEach(layer -> target.add(descriptor(layer).toJson()));
    ObjectNode notes = manifest.putObject("annotations");
    annotations.forEach(notes::put);
    return OciJson.bytes(manifest);
  }

  private static Descriptor descriptor(Layer layer) {
    return Descriptor.of(mediaType(layer.name().role()), layer.digest(), layer.size())
        .annotated(Map.of(OciNames.TITLE, layer.name().fileName()));
  }

  private static PartName partName(Descriptor layer) throws MalformedDocumentException {
    String title =
        layer
            .annotation(OciNames.TITLE)
            .orElseThrow(() -> new MalformedDocumentException("has a layer without a title"));
    Role role = ROLES.get(layer.mediaType());
    if (role == null) {
      throw new MalformedDocumentException("has a layer of an unknown media type");
    }
    try {
      return PartName.of(role, title);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocumentException("has a layer whose " + e.getMessage());
    }
  }

  private static String mediaType(Role role) {
    return switch (role) {
      case KERNEL -> "application/vnd.pairboot.kernel.v1";
      case INITRAMFS -> "application/vnd.pairboot.initramfs.v1";
      case ROOTFS -> "application/vnd.pairboot.rootfs.v1";
      case FETCHER -> "application/vnd.pairboot.fetcher.v1";
      case EXTRA -> "application/vnd.pairboot.initrd.v1";
      case PAYLOAD -> "application/vnd.pairboot.payload.v1";
      case FAT -> "application/vnd.pairboot.fat-initramfs.v1";
    };
  }
}
