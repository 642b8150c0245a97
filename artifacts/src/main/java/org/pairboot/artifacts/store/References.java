package org.pairboot.artifacts.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.Json;
import org.pairboot.artifacts.store.oci.MalformedDocument;

/**
 * Which blobs are in use. Follows manifests and nested indexes of every tool, and takes everything
 * that has a digest for a reference: better a blob too many than one too few.
 */
record References(Blobs blobs) {

  /**
   * What was found.
   *
   * @param blobs and how long they should be, in the order in which they were met
   * @param unreadable manifests and indexes that cannot be followed, so that what they refer to is
   *     not among the blobs
   */
  record Survey(Map<Sha256, Descriptor> blobs, Set<Sha256> unreadable) {}

  /** All blobs that {@code index} refers to, directly or not. */
  Set<Sha256> of(IndexDocument index) throws IOException {
    return survey(index).blobs().keySet();
  }

  /** The blob of {@code descriptor} and all that it refers to. */
  Set<Sha256> of(Descriptor descriptor) throws IOException {
    return survey(descriptor).blobs().keySet();
  }

  /** As {@link #of(IndexDocument)}, with what is known of each. */
  Survey survey(IndexDocument index) throws IOException {
    return survey(index.json());
  }

  /** As {@link #of(Descriptor)}, with what is known of each. */
  Survey survey(Descriptor descriptor) throws IOException {
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
      } catch (MalformedDocument e) {
        // Not a sha256 descriptor, so not of a blob here.
        continue;
      }
      if (survey.blobs().putIfAbsent(descriptor.digest(), descriptor) == null
          && leadsOn(descriptor)) {
        follow(descriptor, survey);
      }
    }
  }

  private void follow(Descriptor descriptor, Survey survey) throws IOException {
    try {
      collect(Json.parse(blobs.document(descriptor)), survey);
    } catch (MalformedDocument e) {
      survey.unreadable().add(descriptor.digest());
    }
  }

  private static boolean leadsOn(Descriptor descriptor) {
    String type = descriptor.mediaType();
    return type.endsWith("+json") && (type.contains("manifest") || type.contains("index"));
  }
}
