package org.pairboot.artifacts.store.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.local.LocalState.Known;
import org.pairboot.artifacts.store.local.LocalState.Publication;
import org.pairboot.artifacts.store.oci.LastDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;

/**
 * The file {@code .pairboot/state.json}, which keeps the {@link LocalState} of a store. Reading
 * takes no lock and never fails for what the file contains: what cannot be read proves nothing.
 * Thread-safe.
 */
public final class LocalStateFile {
  private static final int FORMAT = 1;
  private static final int NANOS_PER_MILLISECOND = 1_000_000;

  // A manifest takes about 160 bytes, so this is room for as many as index.json has.
  private static final long MAX_BYTES = 64L << 20;

  // Larger numbers are not exact in every JSON reader, and adding to them must not overflow.
  private static final long MAX_ORDER = 1L << 53;

  private static final String WRITTEN_TIME = "0000-00-00T00:00:00.000Z";

  private static final String VERIFIED = "verified";
  private static final String UNVERIFIABLE = "unverifiable";
  private static final String TO_PROVE = "to-prove";
  private static final String UNPROVEN = "unproven";
  private static final String PROOF = "proof";
  private static final String REASON = "reason";

  private static final String CONSEQUENCE =
      "so no image counts as proven; restore the file from a backup, or prove the images with"
          + " 'pairboot verify'";

  private final StoreDirectory directory;
  private final LastDocument<LocalState> last = new LastDocument<>();

  public LocalStateFile(StoreDirectory directory) {
    this.directory = directory;
  }

  /** What was read. */
  public sealed interface Reading {
    LocalState state();

    /** Why nothing is proven, in one line with the remedy; empty when all is as it should be. */
    default Optional<String> problem() {
      return Optional.empty();
    }

    record Intact(LocalState state) implements Reading {}

    /** The file does not exist. */
    record Missing(Path file) implements Reading {
      @Override
      public LocalState state() {
        return LocalState.EMPTY;
      }

      @Override
      public Optional<String> problem() {
        return Optional.of(file + " is missing, " + CONSEQUENCE);
      }
    }

    /**
     * The file does not exist, because an earlier release made the store.
     *
     * @param state what the upgrade of the store will write
     */
    record ToUpgrade(LocalState state) implements Reading {}

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
      byte[] bytes = Files.readAllBytes(file);
      Optional<LocalState> same = last.meaning(bytes);
      if (same.isPresent()) {
        return new Reading.Intact(same.get());
      }
      ObjectNode root = OciJson.parse(bytes);
      JsonNode format = root.path("format");
      if (format.isIntegralNumber() && format.asLong() > FORMAT) {
        return new Reading.Unusable(
            "%s was written by a newer release of Pairboot (format %s; this release knows up to %d), so no image counts as proven; use that release"
                .formatted(file, format, FORMAT),
            true);
      }
      return format.asInt() == FORMAT
          ? new Reading.Intact(last.keep(bytes, parse(root)))
          : damaged("has no known format");
    } catch (NoSuchFileException e) {
      return new Reading.Missing(file);
    } catch (MalformedDocumentException e) {
      return damaged(e.getMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      return damaged("has an unusable value: " + e.getMessage());
    }
  }

  private Reading damaged(String problem) {
    return new Reading.Unusable(
        "%s %s, %s".formatted(directory.state(), problem, CONSEQUENCE), false);
  }

  /**
   * Makes {@code changed} what the file says, in one step and durably, unless it says so already. A
   * damaged file is kept beside it. The caller holds the store's lock.
   *
   * @param before what the file said when the change began
   * @throws StoreException of kind {@code NEWER_STORE} when a later release wrote the file
   */
  public void replace(Reading before, LocalState changed) throws IOException {
    requireOurs(before);
    if (before instanceof Reading.Intact(LocalState state) && state.equals(changed)) {
      return;
    }
    Path file = directory.state();
    if (before instanceof Reading.Unusable && Files.exists(file)) {
      directory.disk().rename(file, file.resolveSibling(file.getFileName() + ".damaged"));
    }
    byte[] bytes = bytes(changed);
    directory.replace(file, bytes);
    last.keep(bytes, changed);
  }

  /**
   * Fails when a later release wrote the file, as this one would lose what it does not know.
   *
   * @throws StoreException of kind {@code NEWER_STORE}
   */
  public static void requireOurs(Reading reading) throws StoreException {
    if (reading instanceof Reading.Unusable(String why, boolean isNewer) && isNewer) {
      throw new StoreException(StoreException.Kind.NEWER_STORE, why);
    }
  }

  /** Of a store that has nothing yet. */
  public static byte[] empty() {
    return bytes(LocalState.EMPTY);
  }

  private static LocalState parse(ObjectNode root) throws MalformedDocumentException {
    if (!root.path("manifests").isObject()) {
      throw new MalformedDocumentException("has no list of manifests");
    }
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
    Verification verification = verification(node);
    if (!node.has("published")) {
      if (verification.isServed()) {
        throw new MalformedDocumentException("has a proof of what was never published");
      }
      return new Known(Optional.empty(), verification);
    }
    JsonNode order = node.path("order");
    if (!order.isIntegralNumber() || order.longValue() < 0 || order.longValue() > MAX_ORDER) {
      throw new MalformedDocumentException("has a publication without an order");
    }
    Instant time = time(OciJson.text(node, "published"));
    return new Known(Optional.of(new Publication(order.longValue(), time)), verification);
  }

  /**
   * As {@code Instant.parse}, but reads what {@link #write} writes without a formatter: that takes
   * the interpreter as long as all the rest of an entry, and each start reads them all.
   */
  private static Instant time(String text) {
    if (!isWritten(text)) {
      return Instant.parse(text);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 23) * NANOS_PER_MILLISECOND)
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean isWritten(String time) {
    if (time.length() != WRITTEN_TIME.length()) {
      return false;
    }
    for (int i = 0; i < time.length(); i++) {
      char c = time.charAt(i);
      char model = WRITTEN_TIME.charAt(i);
      if (model == '0' ? c < '0' || c > '9' : c != model) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int begin, int end) {
    return Integer.parseInt(text, begin, end, 10);
  }

  private static Verification verification(JsonNode node) throws MalformedDocumentException {
    return switch (OciJson.text(node, PROOF)) {
      case VERIFIED -> new Verification.Verified();
      case UNVERIFIABLE -> new Verification.Unverifiable(OciJson.text(node, REASON));
      case TO_PROVE -> new Verification.ToProve(OciJson.optionalText(node, REASON));
      case UNPROVEN -> new Verification.Unproven(OciJson.optionalText(node, REASON));
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
    Map<String, Known> sorted = new TreeMap<>();
    state.manifests().forEach((digest, known) -> sorted.put(digest.toString(), known));
    ObjectNode manifests = root.putObject("manifests");
    sorted.forEach((digest, known) -> write(known, manifests.putObject(digest)));
    return OciJson.bytes(root);
  }

  private static void write(Known known, ObjectNode node) {
    known
        .publication()
        .ifPresent(publication ->
            node.put("order", publication.order()).put("published", publication.time().toString()));
    switch (known.verification()) {
      case Verification.Verified _ -> node.put(PROOF, VERIFIED);
      case Verification.Unverifiable(String reason) ->
          node.put(PROOF, UNVERIFIABLE).put(REASON, reason);
      case Verification.ToProve(Optional<String> accepted) -> {
        node.put(PROOF, TO_PROVE);
        accepted.ifPresent(reason -> node.put(REASON, reason));
      }
      case Verification.Unproven(Optional<String> failure) -> {
        node.put(PROOF, UNPROVEN);
        failure.ifPresent(reason -> node.put(REASON, reason));
      }
    }
  }
}
