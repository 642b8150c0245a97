package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.StoreFormat.UnknownFormatException;

/**
 * The text of {@code index.json}. It keeps whatever other tools wrote into it, so this is a JSON
 * tree and not a typed value.
 */
public final class IndexDocument {
  private static final String MANIFESTS = "manifests";

  private final ObjectNode root;

  private IndexDocument(ObjectNode root) {
    this.root = root;
  }

  public static IndexDocument empty() {
    ObjectNode root =
        OciJson.object().put("schemaVersion", 2).put("mediaType", OciNames.INDEX_TYPE);
    StoreFormat.mark(root);
    root.putArray(MANIFESTS);
    return new IndexDocument(root);
  }

  public static IndexDocument parse(byte[] document)
      throws MalformedDocumentException, UnknownFormatException {
    ObjectNode root = OciJson.parse(document);
    StoreFormat.require(root);
    if (root.path("schemaVersion").asInt() != 2) {
      throw new MalformedDocumentException("is not an OCI image index: its schemaVersion is not 2");
    }
    if (!root.path(MANIFESTS).isArray()) {
      throw new MalformedDocumentException(
          "is not an OCI image index: it has no list of manifests");
    }
    return new IndexDocument(root);
  }

  public JsonNode json() {
    return root;
  }

  public byte[] bytes() {
    return OciJson.bytes(root);
  }

  /** All entries in order, except those of other tools that are not sha256 descriptors. */
  public List<Descriptor> descriptors() {
    List<Descriptor> descriptors = new ArrayList<>();
    root.path(MANIFESTS).forEach(node -> descriptor(node).ifPresent(descriptors::add));
    return descriptors;
  }

  /** The names under which other tools find the entries. */
  public Set<String> refNames() {
    return descriptors().stream()
        .flatMap(descriptor -> descriptor.annotation(OciNames.REF_NAME).stream())
        .collect(Collectors.toSet());
  }

  /** This index with {@code descriptor} as its last entry. */
  public IndexDocument with(Descriptor descriptor) {
    ObjectNode copy = root.deepCopy();
    StoreFormat.mark(copy);
    ((ArrayNode) copy.path(MANIFESTS)).add(descriptor.toJson());
    return new IndexDocument(copy);
  }

  /** This index without the entries that {@code unwanted} matches. */
  public IndexDocument without(Predicate<Descriptor> unwanted) {
    return replacing(entry -> unwanted.test(entry) ? Optional.empty() : Optional.of(entry));
  }

  /** This index with what {@code replacement} has for each entry, in the place of that. */
  public IndexDocument replacing(Function<Descriptor, Optional<Descriptor>> replacement) {
    ObjectNode copy = root.deepCopy();
    StoreFormat.mark(copy);
    ArrayNode replaced = copy.arrayNode();
    for (JsonNode node : root.path(MANIFESTS)) {
      Optional<Descriptor> entry = descriptor(node);
      Optional<Descriptor> changed = entry.flatMap(replacement);
      if (entry.equals(changed)) {
        // Other tools may have written more into it than a descriptor has.
        replaced.add(node);
      } else {
        changed.ifPresent(other -> replaced.add(other.toJson()));
      }
    }
    copy.set(MANIFESTS, replaced);
    return new IndexDocument(copy);
  }

  /** Whether it is written in the format of this release. */
  public boolean isCurrent() {
    return StoreFormat.isCurrent(root);
  }

  private static Optional<Descriptor> descriptor(JsonNode node) {
    try {
      return Optional.of(Descriptor.parse(node));
    } catch (MalformedDocumentException e) {
      return Optional.empty();
    }
  }
}
