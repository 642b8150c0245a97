package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.text.PrintableText;

/** The config blob of an image version: everything but its parts, which are the layers. */
public final class ConfigDocument {
  private static final int MAX_SHOWN = 40;
  private static final String VERIFIED = "verified";
  private static final String UNVERIFIABLE = "unverifiable";

  private ConfigDocument() {}

  public static byte[] bytes(ImageVersion image) {
    ObjectNode config =
        OciJson.object()
            .put("name", image.ref().name())
            .put("version", image.ref().version())
            .put("published", image.published().toString());
    image
        .architecture()
        .ifPresent(architecture -> config.put("architecture", architecture.toString()));
    config.put("kernelArguments", image.kernelArguments());
    ObjectNode verification = config.putObject("verification");
    switch (image.verification()) {
      case Verification.Verified v -> verification.put("state", VERIFIED);
      case Verification.Unverifiable u ->
          verification.put("state", UNVERIFIABLE).put("reason", u.reason());
    }
    config.put("fetchesRootfs", image.fetchesRootfs());
    ArrayNode notes = config.putArray("notes");
    image.notes().forEach(notes::add);
    return OciJson.bytes(config);
  }

  public static ImageVersion parse(byte[] document, List<Part> parts)
      throws MalformedDocumentException {
    ObjectNode config = OciJson.parse(document);
    List<String> notes = new ArrayList<>();
    config.path("notes").forEach(note -> notes.add(note.asText()));
    Optional<String> architecture = OciJson.optionalText(config, "architecture");
    Optional<Architecture> known = architecture.flatMap(Architecture::parse);
    if (architecture.isPresent() && known.isEmpty()) {
      notes.add(
          "it was imported for the architecture "
              + PrintableText.of(architecture.get(), MAX_SHOWN)
              + ", which Pairboot does not know");
    }
    try {
      return new ImageVersion(
          new ImageRef(OciJson.text(config, "name"), OciJson.text(config, "version")),
          Instant.parse(OciJson.text(config, "published")),
          known,
          parts,
          OciJson.text(config, "kernelArguments"),
          verification(config.path("verification")),
          config.path("fetchesRootfs").asBoolean(),
          notes);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedDocumentException("cannot be used: " + e.getMessage());
    }
  }

  private static Verification verification(JsonNode node) throws MalformedDocumentException {
    return switch (OciJson.text(node, "state")) {
      case VERIFIED -> new Verification.Verified();
      case UNVERIFIABLE -> new Verification.Unverifiable(OciJson.text(node, "reason"));
      default -> throw new MalformedDocumentException("has an unknown verification state");
    };
  }
}
