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
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.text.PrintableText;

/**
 * The config blob of an image version: everything but its parts, which are the layers. It says
 * nothing about the store that it was written in, so that the same files have the same manifest
 * everywhere: no time, no verdict and no path.
 */
public final class ConfigDocument {
  private static final int MAX_SHOWN = 40;

  private ConfigDocument() {}

  /**
   * What a config of a release before store format 3 says of itself. Nobody may believe it, except
   * the upgrade of the store that wrote it.
   */
  public record Claim(Instant published, Verification verification) {}

  public static byte[] bytes(ImageVersion image) {
    ObjectNode config =
        OciJson.object().put("name", image.ref().name()).put("version", image.ref().version());
    image
        .architecture()
        .ifPresent(architecture -> config.put("architecture", architecture.toString()));
    image.kernelForm().ifPresent(form -> config.put("kernelForm", form.term()));
    config.put("kernelArguments", image.kernelArguments());
    config.put("fetchesRootfs", image.fetchesRootfs());
    ArrayNode notes = config.putArray("notes");
    image.notes().forEach(notes::add);
    return OciJson.bytes(config);
  }

  /**
   * The image as {@code config} describes it; not proven, as nothing in a document proves anything.
   *
   * @param source see {@link ImageVersion}
   */
  public static ImageVersion parse(ObjectNode config, List<Part> parts, Optional<String> source)
      throws MalformedDocumentException {
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
          Optional.empty(),
          known,
          OciJson.optionalText(config, "kernelForm").flatMap(KernelForm::parse),
          parts,
          OciJson.text(config, "kernelArguments"),
          new Verification.Unproven(Optional.empty()),
          config.path("fetchesRootfs").asBoolean(),
          notes,
          source);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocumentException("cannot be used: " + e.getMessage());
    }
  }

  /** The claim in {@code config}, if an earlier release wrote it. */
  public static Optional<Claim> claim(ObjectNode config) {
    JsonNode verification = config.path("verification");
    Optional<String> accepted =
        verification.path("state").asText().equals("unverifiable")
            ? OciJson.optionalText(verification, "reason")
            : Optional.empty();
    try {
      return OciJson.optionalText(config, "published")
          .map(time -> new Claim(Instant.parse(time), new Verification.ToProve(accepted)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
