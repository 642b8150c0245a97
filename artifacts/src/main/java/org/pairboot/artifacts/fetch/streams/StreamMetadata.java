package org.pairboot.artifacts.fetch.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Artifact.SignaturePlace;
import org.pairboot.artifacts.fetch.download.Mirror;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.text.Json;

/**
 * The metadata of a stream ({@code streams/stable.json}: one release for each architecture) or of
 * one release ({@code release.json}). They hold the same facts in two shapes:
 *
 * <pre>
 * architectures.ARCH.artifacts.metal.formats.pxe.{kernel,initramfs,rootfs}, release in metal
 * architectures.ARCH.media.metal.artifacts.pxe.{kernel,initramfs,rootfs},   release at the top
 * </pre>
 *
 * Everything else in it is ignored. Immutable and thread-safe.
 */
public final class StreamMetadata {
  /** The largest document that is read, in bytes; that of a stream has about 100 KB. */
  public static final int MAX_BYTES = 8 << 20;

  private final JsonPlace top;
  private final Locations locations;

  private StreamMetadata(JsonPlace top, Locations locations) {
    this.top = top;
    this.locations = locations;
  }

  /** Metadata cannot be used. The message names the document and the place in it. */
  public static final class MetadataException extends IOException {
    private static final long serialVersionUID = 1L;

    MetadataException(String message) {
      super(message);
    }
  }

  /**
   * The live PXE files of one release for one architecture.
   *
   * @param origin the URL of the kernel as the document gives it, whatever mirror it is fetched
   *     from; empty if the document gives a relative one
   * @param initramfs fat if there is no {@code rootfs}, as in releases before August 2020
   */
  public record PxeRelease(
      String version,
      Architecture architecture,
      Optional<String> origin,
      Artifact kernel,
      Artifact initramfs,
      Optional<Artifact> rootfs) {

    /** All files, in the order in which a loader takes them. */
    public Stream<Artifact> artifacts() {
      return Stream.concat(Stream.of(kernel, initramfs), rootfs.stream());
    }
  }

  /**
   * Parses a document.
   *
   * @param place where it comes from; relative locations in it are relative to this
   * @param mirror has the files whose URLs are in it
   * @throws MetadataException when it is not JSON
   */
  public static StreamMetadata parse(byte[] document, Source place, Optional<Mirror> mirror)
      throws MetadataException {
    String name = place.toString();
    JsonNode node;
    try {
      node = Json.MAPPER.readTree(document);
    } catch (IOException e) {
      throw new MetadataException(name + " is not JSON: " + problem(e));
    }
    if (node == null || !node.isObject()) {
      throw new MetadataException(name + " is not a JSON object");
    }
    return new StreamMetadata(new JsonPlace(name, "", node), new Locations(place, mirror));
  }

  /**
   * The live PXE files for {@code architecture}, under whichever of its names the document has.
   *
   * @throws MetadataException when the document does not list them
   */
  public PxeRelease pxe(Architecture architecture) throws MetadataException {
    if (top.has("releases") && !top.has("architectures")) {
      throw top.mistake(
          "is an index of releases; use the URL under 'metadata' of one of them instead");
    }
    JsonPlace all = top.object("architectures");
    JsonPlace arch = all.object(nameIn(all, architecture));
    Optional<JsonPlace> media = arch.find("media");
    if (media.isPresent()) {
      JsonPlace pxe = media.get().object("metal").object("artifacts").object("pxe");
      return release(top.text("release"), architecture, pxe);
    }
    JsonPlace metal = arch.object("artifacts").object("metal");
    return release(metal.text("release"), architecture, metal.object("formats").object("pxe"));
  }

  private static String nameIn(JsonPlace all, Architecture architecture) {
    String own = architecture.toString();
    return all.has(own)
        ? own
        : all.names()
            .filter(name -> Architecture.parse(name).filter(architecture::equals).isPresent())
            .findFirst()
            .orElse(own);
  }

  private PxeRelease release(String version, Architecture architecture, JsonPlace pxe)
      throws MetadataException {
    return new PxeRelease(
        version,
        architecture,
        pxe.object("kernel").optionalText("location").flatMap(StreamMetadata::origin),
        artifact("kernel", pxe.object("kernel")),
        artifact("initramfs", pxe.object("initramfs")),
        pxe.has("rootfs")
            ? Optional.of(artifact("rootfs", pxe.object("rootfs")))
            : Optional.empty());
  }

  private static Optional<String> origin(String location) {
    try {
      return Source.parse(location) instanceof Source.Remote remote
          ? Optional.of(remote.toString())
          : Optional.empty();
    } catch (InvalidSourceException e) {
      return Optional.empty();
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
      throw place.at(key).mistake("is not valid: " + JsonPlace.shown(e.getMessage()));
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

  /** Turns the locations in a document into sources. */
  private record Locations(Source document, Optional<Mirror> mirror) {

    Source of(String location) throws InvalidSourceException {
      Source source = document.resolve(location);
      return mirror.isPresent() ? mirror.get().of(source) : source;
    }
  }
}
