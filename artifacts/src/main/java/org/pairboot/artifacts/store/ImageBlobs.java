package org.pairboot.artifacts.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.Json;
import org.pairboot.artifacts.store.oci.MalformedDocument;
import org.pairboot.artifacts.store.oci.ManifestDocument;
import org.pairboot.artifacts.store.oci.OciNames;

/** Which blobs an image version consists of, by what people call them. */
record ImageBlobs(Blobs blobs) {
  static final String MANIFEST = "manifest";
  static final String CONFIG = "config";

  /** Manifest, config and parts; where the manifest cannot be read, that alone. */
  Map<String, Descriptor> of(Descriptor manifestBlob) throws IOException {
    Map<String, Descriptor> named = new LinkedHashMap<>();
    named.put(MANIFEST, manifestBlob);
    try {
      ObjectNode json = Json.parse(blobs.document(manifestBlob));
      ManifestDocument manifest = ManifestDocument.parse(json);
      named.put(CONFIG, manifest.config());
      for (ManifestDocument.Layer layer : manifest.layers()) {
        // A part may be called as one of the documents is, but no two parts are.
        String name = layer.name().fileName();
        named.put(
            named.containsKey(name) ? "part " + name : name,
            Descriptor.of(OciNames.CONFIG_TYPE, layer.digest(), layer.size()));
      }
    } catch (MalformedDocument e) {
      // Then the manifest is what is damaged, and it is all there is to look at.
    }
    return named;
  }
}
