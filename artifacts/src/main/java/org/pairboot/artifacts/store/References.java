package org.pairboot.artifacts.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.pairboot.artifacts.content.Sha256;

/**
 * Which blobs are in use. Follows manifests and nested indexes of every tool, and takes everything
 * that has a digest for a reference: better a blob too many than one too few.
 */
record References(Blobs blobs) {

  /** All blobs that {@code index} refers to, directly or not. */
  Set<Sha256> of(IndexDocument index) throws IOException {
    Set<Sha256> found = new HashSet<>();
    collect(index.json(), found);
    return found;
  }

  /** The blob of {@code descriptor} and all that it refers to. */
  Set<Sha256> of(Descriptor descriptor) throws IOException {
    Set<Sha256> found = new HashSet<>();
    collect(descriptor.toJson(), found);
    return found;
  }

  private void collect(JsonNode json, Set<Sha256> found) throws IOException {
    for (JsonNode node : json.findParents("digest")) {
      try {
        Descriptor descriptor = Descriptor.parse(node);
        if (found.add(descriptor.digest()) && leadsOn(descriptor)) {
          collect(Json.parse(blobs.document(descriptor)), found);
        }
      } catch (MalformedDocument e) {
        // Not a sha256 descriptor, or one whose document is damaged: there is nothing to follow.
      }
    }
  }

  private static boolean leadsOn(Descriptor descriptor) {
    String type = descriptor.mediaType();
    return type.endsWith("+json") && (type.contains("manifest") || type.contains("index"));
  }
}
