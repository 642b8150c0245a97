package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final List<Entry> entries;

  /**
   * @param node other tools may have written more into it than a descriptor has
   * @param descriptor empty if it is no sha256 descriptor
   */
  private record Entry(JsonNode node, Optional<Descriptor> descriptor) {

    static Entry of(JsonNode node) {
      try {
        return new Entry(node, Optional.of(Descriptor.parse(node)));
      } catch (MalformedDocumentException e) {
        return new Entry(node, Optional.empty());
      }
    }

    static Entry of(Descriptor descriptor) {
      return new Entry(descriptor.toJson(), Optional.of(descriptor));
    }
  }

  private IndexDocument(ObjectNode root, List<Entry> entries) {
    this.root = root;
    this.entries = entries;
  }

  public static IndexDocument empty() {
    ObjectNode root =
        OciJson.object().put("schemaVersion", 2).put("mediaType", OciNames.INDEX_TYPE);
    StoreFormat.mark(root);
    root.putArray(MANIFESTS);
    return new IndexDocument(root, List.of());
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
    List<Entry> entries = new ArrayList<>();
    root.path(MANIFESTS).forEach(node -> entries.add(Entry.of(node)));
    return new IndexDocument(root, entries);
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
    entries.forEach(entry -> entry.descriptor().ifPresent(descriptors::add));
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
    List<Entry> more = new ArrayList<>(entries);
    more.add(Entry.of(descriptor));
    return with(more);
  }

  /** This index without the entries that {@code unwanted} matches. */
  public IndexDocument without(Predicate<Descriptor> unwanted) {
    return replacing(entry -> unwanted.test(entry) ? Optional.empty() : Optional.of(entry));
  }

  /** This index with what {@code replacement} has for each entry, in the place of that. */
  public IndexDocument replacing(Function<Descriptor, Optional<Descriptor>> replacement) {
    List<Entry> changed = new ArrayList<>();
    for (Entry entry : entries) {
      Optional<Descriptor> now = entry.descriptor().flatMap(replacement);
      if (now.equals(entry.descriptor())) {
        changed.add(entry);
      } else {
        now.map(Entry::of).ifPresent(changed::add);
      }
    }
    return with(changed);
  }

  /** A copy that shares the nodes of the entries, which nobody changes. */
  private IndexDocument with(List<Entry> changed) {
    ObjectNode copy = OciJson.object();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      boolean isEntries = field.getKey().equals(MANIFESTS);
      copy.set(field.getKey(), isEntries ? copy.arrayNode() : field.getValue().deepCopy());
    }
    StoreFormat.mark(copy);
    ArrayNode target = (ArrayNode) copy.path(MANIFESTS);
    changed.forEach(entry -> target.add(entry.node()));
    return new IndexDocument(copy, changed);
  }

  /** Whether it is written in the format of this release. */
  public boolean isCurrent() {
    return StoreFormat.isCurrent(root);
  }
}
