package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;

/**
 * The OCI image index of a version that has several architectures: a manifest for each, in
 * alphabetical order, so that the same manifests make the same index in every store.
 */
public record ArchitectureIndex(List<Descriptor> manifests) {

  public ArchitectureIndex {
    manifests =
        manifests.stream()
            .map(manifest -> manifest.annotated(Map.of()))
            .sorted(
                Comparator.comparing(
                    manifest -> manifest.platform().map(Architecture::toString).orElse("")))
            .toList();
  }

  public static ArchitectureIndex parse(ObjectNode index) throws MalformedDocumentException {
    List<Descriptor> manifests = new ArrayList<>();
    for (JsonNode node : index.path("manifests")) {
      manifests.add(Descriptor.parse(node));
    }
    return new ArchitectureIndex(manifests);
  }

  public byte[] bytes() {
    ObjectNode index =
        OciJson.object()
            .put("schemaVersion", 2)
            .put("mediaType", OciNames.INDEX_TYPE)
            .put("artifactType", OciNames.ARTIFACT_TYPE);
    ArrayNode target = index.putArray("manifests");
    manifests.forEach(manifest -> target.add(manifest.toJson()));
    return OciJson.bytes(index);
  }
}
