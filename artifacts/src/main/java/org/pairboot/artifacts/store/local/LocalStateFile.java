package org.pairboot.artifacts.store.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.local.LocalState.Known;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;

/**
 * The file {@code .pairboot/state.json}, which keeps the {@link LocalState} of a store. Reading
 * takes no lock and never fails for what the file contains: what cannot be read proves nothing.
 * Thread-safe.
 */
public final class LocalStateFile {
  private static final int FORMAT = 1;
  // A manifest takes about 160 bytes, so this is room for as many as index.json has.
  private static final long MAX_BYTES = 64L << 20;

  private static final String VERIFIED = "verified";
  private static final String UNVERIFIABLE = "unverifiable";

  private final StoreDirectory directory;

  public LocalStateFile(StoreDirectory directory) {
    this.directory = directory;
  }

  /** What was read. */
  public sealed interface Reading {
    LocalState state();

    /** Why nothing is proven, in one line with the remedy; empty when the file is intact. */
    default Optional<String> problem() {
      return Optional.empty();
    }

    record Intact(LocalState state) implements Reading {}

    /** There is no file: a store of an earlier release, or one that somebody took it from. */
    record Missing() implements Reading {
      @Override
      public LocalState state() {
        return LocalState.EMPTY;
      }
    }

    /**
     * @param isNewer a later release wrote it, and it must not be replaced
     */
    record Unusable(String why, boolean isNewer) implements Reading {
      @Override
      public LocalState state() {
        return LocalState.EMPTY;
      }

      @Override
      public Optional<String> problem() {
        return Optional.of(why);
      }
    }
  }

  /**
   * What the file says now.
   *
   * @throws IOException when the disk refuses to read it
   */
  public Reading read() throws IOException {
    Path file = directory.state();
    try {
      if (Files.size(file) > MAX_BYTES) {
        return damaged("is larger than " + MAX_BYTES + " bytes");
      }
      ObjectNode root = OciJson.parse(Files.readAllBytes(file));
      JsonNode format = root.path("format");
      if (format.isIntegralNumber() && format.asLong() > FORMAT) {
        return new Reading.Unusable(
            "%s was written by a newer release of Pairboot (format %s; this release knows up to %d), so no image counts as proven; use that release"
                .formatted(file, format, FORMAT),
            true);
      }
      return format.asInt() == FORMAT
          ? new Reading.Intact(parse(root))
          : damaged("has no known format");
    } catch (NoSuchFileException e) {
      return new Reading.Missing();
    } catch (MalformedDocumentException e) {
      return damaged(e.getMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      return damaged("has an unusable value: " + e.getMessage());
    }
  }

  private Reading damaged(String problem) {
    return new Reading.Unusable(
        "%s %s, so no image counts as proven; restore the file from a backup, or prove the images with 'pairboot verify'"
            .formatted(directory.state(), problem),
        false);
  }

  /**
   * Replaces the file in one step, durably. The caller holds the store's lock.
   *
   * @throws StoreException when a later release wrote the file
   */
  public void write(LocalState state) throws IOException {
    directory.replace(directory.state(), bytes(state));
  }

  private static LocalState parse(ObjectNode root) throws MalformedDocumentException {
    Map<Sha256, Known> manifests = new HashMap<>();
    for (Map.Entry<String, JsonNode> manifest : root.path("manifests").properties()) {
      manifests.put(Sha256.parse(manifest.getKey()), known(manifest.getValue()));
    }
    return new LocalState(
        root.has("default") ? Optional.of(defaultImage(root.path("default"))) : Optional.empty(),
        manifests);
  }

  private static DefaultImage defaultImage(JsonNode node) throws MalformedDocumentException {
    return new DefaultImage(
        ImageSelector.parse(OciJson.text(node, "image")),
        node.path("chosen").asBoolean(),
        node.path("mayInstall").asBoolean());
  }

  private static Known known(JsonNode node) throws MalformedDocumentException {
    JsonNode order = node.path("order");
    if (!order.isIntegralNumber() || !order.canConvertToLong()) {
      throw new MalformedDocumentException("has a manifest without an order");
    }
    return new Known(
        order.longValue(), Instant.parse(OciJson.text(node, "published")), verification(node));
  }

  private static Verification verification(JsonNode node) throws MalformedDocumentException {
    return switch (OciJson.text(node, "proof")) {
      case VERIFIED -> new Verification.Verified();
      case UNVERIFIABLE -> new Verification.Unverifiable(OciJson.text(node, "reason"));
      default -> throw new MalformedDocumentException("has an unknown proof");
    };
  }

  private static byte[] bytes(LocalState state) {
    ObjectNode root = OciJson.object().put("format", FORMAT);
    state
        .defaultImage()
        .ifPresent(kept ->
            root.putObject("default")
                .put("image", kept.image().toString())
                .put("chosen", kept.chosen())
                .put("mayInstall", kept.mayInstall()));
    ObjectNode manifests = root.putObject("manifests");
    new TreeMap<>(
            state.manifests().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue)))
        .forEach((digest, known) -> {
          ObjectNode node =
              manifests
                  .putObject(digest)
                  .put("order", known.order())
                  .put("published", known.published().toString());
          switch (known.verification()) {
            case Verification.Verified _ -> node.put("proof", VERIFIED);
            case Verification.Unverifiable u ->
                node.put("proof", UNVERIFIABLE).put("reason", u.reason());
          }
        });
    return OciJson.bytes(root);
  }
}
