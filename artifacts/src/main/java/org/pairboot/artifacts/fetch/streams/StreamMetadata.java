package org.pairboot.artifacts.fetch.streams;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Artifact.SignaturePlace;
import org.pairboot.artifacts.fetch.download.InvalidSourceException;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.InvalidNameException;

/**
 * A stream's metadata ({@code streams/stable.json}: one release for each architecture) or that of
 * one release ({@code release.json}). Both say the same in two shapes:
 *
 * <pre>
 * architectures.ARCH.artifacts.metal.formats.pxe.{kernel,initramfs,rootfs}, release in metal
 * architectures.ARCH.media.metal.artifacts.pxe.{kernel,initramfs,rootfs},   release at the top
 * </pre>
 *
 * What else is in it is passed over. Immutable and thread-safe.
 */
public final class StreamMetadata {
  /** Largest document that is read, in bytes; that of a stream has some 100 KB. */
  public static final int MAX_BYTES = 8 << 20;

  private static final int MAX_DEPTH = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(1 << 20)
                          .maxNameLength(1 << 12)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonPlace top;
  private final Locations locations;

  private StreamMetadata(JsonPlace top, Locations locations) {
    this.top = top;
    this.locations = locations;
  }

  /**
   * Parses a document.
   *
   * @param place where it is from, which relative locations in it are relative to
   * @param mirror what stands in for the hosts in it
   * @throws MetadataException when it is none
   */
  public static StreamMetadata parse(byte[] document, Source place, Optional<Source> mirror)
      throws MetadataException {
    String name = place.toString();
    JsonNode node;
    try {
      node = JSON.readTree(document);
    } catch (IOException e) {
      throw new MetadataException(name + " is not JSON: " + problem(e));
    }
    if (node == null || !node.isObject()) {
      throw new MetadataException(name + " is not a JSON object");
    }
    return new StreamMetadata(new JsonPlace(name, "", node), new Locations(place, mirror));
  }

  /**
   * The live PXE files for {@code architecture}, in the words of {@code uname -m}.
   *
   * @throws MetadataException when the document does not tell them
   */
  public PxeRelease pxe(String architecture) throws MetadataException {
    if (top.has("releases") && !top.has("architectures")) {
      throw top.mistake(
          "is an index of releases; give the URL under 'metadata' of one of them instead");
    }
    JsonPlace arch = top.object("architectures").object(architecture);
    Optional<JsonPlace> media = arch.find("media");
    if (media.isPresent()) {
      JsonPlace pxe = media.get().object("metal").object("artifacts").object("pxe");
      return release(version(top), architecture, pxe);
    }
    JsonPlace metal = arch.object("artifacts").object("metal");
    return release(version(metal), architecture, metal.object("formats").object("pxe"));
  }

  private PxeRelease release(String version, String architecture, JsonPlace pxe)
      throws MetadataException {
    return new PxeRelease(
        version,
        architecture,
        artifact("kernel", pxe.object("kernel")),
        artifact("initramfs", pxe.object("initramfs")),
        pxe.has("rootfs")
            ? Optional.of(artifact("rootfs", pxe.object("rootfs")))
            : Optional.empty());
  }

  private static String version(JsonPlace place) throws MetadataException {
    String version = place.text("release");
    try {
      return new ImageRef("any", version).version();
    } catch (InvalidNameException e) {
      throw place.at("release").mistake("is none that an image can have: " + e.getMessage());
    }
  }

  private Artifact artifact(String label, JsonPlace place) throws MetadataException {
    Source source = source(place, "location", place.text("location"));
    Optional<String> signature = place.optionalText("signature");
    return new Artifact(
        label,
        source,
        Optional.of(sha256(place)),
        signature.isPresent()
            ? Optional.of(new SignaturePlace(source(place, "signature", signature.get()), true))
            : Optional.empty());
  }

  private Source source(JsonPlace place, String key, String location) throws MetadataException {
    try {
      return locations.of(location);
    } catch (InvalidSourceException e) {
      throw place.at(key).mistake("cannot be used: " + JsonPlace.shown(e.getMessage()));
    }
  }

  private static Sha256 sha256(JsonPlace place) throws MetadataException {
    try {
      return new Sha256(place.text("sha256").toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw place.at("sha256").mistake("is not 64 hexadecimal digits");
    }
  }

  private static String problem(IOException e) {
    if (!(e instanceof JsonProcessingException json)) {
      return String.valueOf(e.getMessage());
    }
    String message = String.valueOf(json.getOriginalMessage()).lines().findFirst().orElse("");
    String where =
        json.getLocation() == null
            ? ""
            : " (line %d, column %d)"
                .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr());
    return JsonPlace.shown(message) + where;
  }
}
