package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;

/**
 * An OCI descriptor: the type, digest and length of a blob.
 *
 * @param size bytes
 * @param platform the architecture of an image, if that is a known one
 */
public record Descriptor(
    String mediaType,
    Optional<String> artifactType,
    Sha256 digest,
    long size,
    Optional<Architecture> platform,
    Map<String, String> annotations) {

  public Descriptor {
    // Without them, as those of blobs are, there is nothing to sort.
    annotations =
        annotations.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  public static Descriptor of(String mediaType, Sha256 digest, long size) {
    return new Descriptor(mediaType, Optional.empty(), digest, size, Optional.empty(), Map.of());
  }

  /** Describes a document with these bytes. */
  public static Descriptor of(String mediaType, byte[] document) {
    return of(mediaType, Sha256.of(ByteBuffer.wrap(document)), document.length);
  }

  public static Descriptor parse(JsonNode node) throws MalformedDocumentException {
    JsonNode size = node.path("size");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
      throw new MalformedDocumentException("has a descriptor without a size");
    }
    return new Descriptor(
        OciJson.text(node, "mediaType"),
        OciJson.optionalText(node, "artifactType"),
        parseDigest(OciJson.text(node, "digest")),
        size.longValue(),
        platform(node.path("platform")),
        annotations(node));
  }

  /** Descriptors of one blob are few; hashing all annotations takes long. */
  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** The annotations of any document or descriptor. */
  static Map<String, String> annotations(JsonNode node) {
    Map<String, String> annotations = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path("annotations").properties()) {
      annotations.put(entry.getKey(), entry.getValue().asText());
    }
    return annotations;
  }

  public ObjectNode toJson() {
    ObjectNode node = OciJson.object().put("mediaType", mediaType);
    artifactType.ifPresent(type -> node.put("artifactType", type));
    node.put("digest", digest.toString()).put("size", size);
    platform.ifPresent(
        known -> node.putObject("platform").put("architecture", ociName(known)).put("os", "linux"));
    if (!annotations.isEmpty()) {
      ObjectNode target = node.putObject("annotations");
      annotations.forEach(target::put);
    }
    return node;
  }

  public Optional<String> annotation(String key) {
    return Optional.ofNullable(annotations.get(key));
  }

  /** This descriptor with {@code annotations} in place of its own. */
  public Descriptor annotated(Map<String, String> annotations) {
    return new Descriptor(mediaType, artifactType, digest, size, platform, annotations);
  }

  private static Optional<Architecture> platform(JsonNode node) {
    return OciJson.optionalText(node, "architecture").flatMap(Architecture::parse);
  }

  /** The name in OCI documents, which is that of the Go language. */
  private static String ociName(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> "amd64";
      case I386 -> "386";
      case AARCH64 -> "arm64";
      case LOONGARCH64 -> "loong64";
      case ARM, RISCV64, PPC64LE, S390X -> architecture.toString();
    };
  }

  private static Sha256 parseDigest(String digest) throws MalformedDocumentException {
    try {
      return Sha256.parse(digest);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocumentException("has a digest that is " + e.getMessage());
    }
  }
}
