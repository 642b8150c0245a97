package org.pairboot.artifacts.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * Finds out which blobs are in use. Follows manifests and nested indexes of every tool, and counts
 * everything with a digest as a reference: keeping a blob too many does less harm than deleting one
 * too many.
 */
public final class References {
  private final Blobs blobs;

  References(Blobs blobs) {
    this.blobs = blobs;
  }

  /**
   * What was found.
   *
   * @param blobs in the order in which they were found, and how long they should be
   * @param unreadable manifests and indexes that cannot be read, so what they refer to is not among
   *     the blobs
   */
  public record Survey(Map<Sha256, Descriptor> blobs, Set<Sha256> unreadable) {}

  /** All blobs that {@code index} refers to, directly or not. */
  public Set<Sha256> of(IndexDocument index) throws IOException {
    return survey(index).blobs().keySet();
  }

  /**
   * Those of {@code blobs} to which {@code index} does not refer. Looks at its last entries first,
   * which are the newest: what a writer has just added is found without reading all manifests.
   *
   * @param known entries that were read, whose manifests are not read again
   */
  Set<Sha256> lackingIn(
      IndexDocument index, Set<Sha256> blobs, Map<Descriptor, List<IndexEntry>> known)
      throws IOException {
    Set<Sha256> lacking = new LinkedHashSet<>(blobs);
    Survey survey = new Survey(new LinkedHashMap<>(), new HashSet<>());
    for (Descriptor entry : index.descriptors().reversed()) {
      if (lacking.isEmpty()) {
        return lacking;
      }
      known.getOrDefault(entry, List.of()).forEach(read -> add(read, survey));
      if (!survey.blobs().containsKey(entry.digest())) {
        collect(entry.toJson(), survey);
      }
      lacking.removeAll(survey.blobs().keySet());
    }
    // It may have more references than entries that are descriptors.
    collect(index.json(), survey);
    lacking.removeAll(survey.blobs().keySet());
    return lacking;
  }

  /** Adds the manifest {@code read} and what it refers to, if all of that is known. */
  private static void add(IndexEntry read, Survey survey) {
    if (read instanceof IndexEntry.Readable(_, var manifest, var image, var config, _)
        && config.isPresent()) {
      survey.blobs().put(manifest.digest(), manifest);
      survey.blobs().put(config.get().digest(), config.get());
      for (Part part : image.parts()) {
        survey
            .blobs()
            .put(part.digest(), Descriptor.of(OciNames.CONFIG_TYPE, part.digest(), part.length()));
      }
    }
  }

  /** The blob of {@code descriptor} and all that it refers to. */
  public Set<Sha256> of(Descriptor descriptor) throws IOException {
    return survey(descriptor).blobs().keySet();
  }

  /** As {@link #of(IndexDocument)}, with the descriptor of each. */
  public Survey survey(IndexDocument index) throws IOException {
    return survey(index.json());
  }

  /** As {@link #of(Descriptor)}, with the descriptor of each. */
  public Survey survey(Descriptor descriptor) throws IOException {
    return survey(descriptor.toJson());
  }

  private Survey survey(JsonNode json) throws IOException {
    Survey survey = new Survey(new LinkedHashMap<>(), new HashSet<>());
    collect(json, survey);
    return survey;
  }

  private void collect(JsonNode json, Survey survey) throws IOException {
    for (JsonNode node : json.findParents("digest")) {
      Descriptor descriptor;
      try {
        descriptor = Descriptor.parse(node);
      } catch (MalformedDocumentException e) {
        // Not a sha256 descriptor, so not of a blob here.
        continue;
      }
      if (survey.blobs().putIfAbsent(descriptor.digest(), descriptor) == null
          && hasReferences(descriptor)) {
        follow(descriptor, survey);
      }
    }
  }

  private void follow(Descriptor descriptor, Survey survey) throws IOException {
    try {
      collect(OciJson.parse(blobs.document(descriptor)), survey);
    } catch (MalformedDocumentException e) {
      survey.unreadable().add(descriptor.digest());
    }
  }

  private static boolean hasReferences(Descriptor descriptor) {
    String type = descriptor.mediaType();
    return type.endsWith("+json") && (type.contains("manifest") || type.contains("index"));
  }
}
