package org.pairboot.appliance.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.pairboot.appliance.machine.BootRecord.Attempt;
import org.pairboot.appliance.machine.BootRecord.Stage;
import org.pairboot.appliance.machine.Candidate.Origin;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.text.Json;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.conf.KebabCase;

/**
 * Records as texts, and the names of their files. A file is called by an identifier of its machine,
 * so that one that is damaged still says whose it is.
 */
final class RecordText {
  static final String ENDING = ".json";

  /** Of files before 0.1: one line with stage, time and the name in the plans. */
  static final String OLD_ENDING = ".once";

  /** What the name of a file begins with that would have the name of another. */
  static final String AGAIN = "again-";

  private static final int FORMAT = 1;
  private static final int MAX_NAME = 200;
  private static final int MAX_LABEL = 300;

  private RecordText() {}

  /** The text of a record cannot be understood. */
  static final class RecordFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    RecordFormatException(String reason) {
      super(reason);
    }
  }

  /** The name of the file of a machine; no two that identify different machines are equal. */
  static String fileName(MachineKey key, String label) {
    String identifier =
        key.identifiers().stream().min(RecordText::byKind).orElse(BootRecord.nameOnly(label));
    int blank = identifier.indexOf(' ');
    String kind = identifier.substring(0, blank);
    String value = identifier.substring(blank + 1);
    String name =
        kind.equals("mac")
            ? value.replace(':', '-')
            : URLEncoder.encode(value, StandardCharsets.UTF_8);
    return kind
        + "-"
        + (name.length() <= MAX_NAME
            ? name
            : Sha256.of(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8))).hex())
        + ENDING;
  }

  /** MAC addresses first, as all loaders but one tell them. */
  private static int byKind(String one, String other) {
    boolean oneIsMac = one.startsWith("mac ");
    return oneIsMac == other.startsWith("mac ") ? one.compareTo(other) : oneIsMac ? -1 : 1;
  }

  /** The identifier that a file is called by; empty for a file that is none of a record. */
  static Optional<String> identifier(String fileName) {
    if (fileName.startsWith(AGAIN)) {
      return identifier(fileName.substring(AGAIN.length()));
    }
    try {
      if (fileName.endsWith(OLD_ENDING)) {
        String name = fileName.substring(0, fileName.length() - OLD_ENDING.length());
        String decoded = URLDecoder.decode(name.replace('~', '%'), StandardCharsets.UTF_8);
        return Optional.of(
            keyOf(decoded).identifiers().stream().findFirst().orElse(BootRecord.nameOnly(decoded)));
      }
      int dash = fileName.indexOf('-');
      if (!fileName.endsWith(ENDING) || dash < 0) {
        return Optional.empty();
      }
      String value = fileName.substring(dash + 1, fileName.length() - ENDING.length());
      return switch (fileName.substring(0, dash)) {
        case "mac" -> MacAddress.parse(value).map(mac -> "mac " + mac);
        case "uuid" -> Optional.of("uuid " + value);
        case "serial" -> Optional.of("serial " + URLDecoder.decode(value, StandardCharsets.UTF_8));
        case "name" ->
            Optional.of(BootRecord.nameOnly(URLDecoder.decode(value, StandardCharsets.UTF_8)));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static byte[] write(BootRecord record) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("format", FORMAT);
    json.put("label", record.label());
    json.put("origin", KebabCase.of(record.origin()));
    texts(json.putArray("macs"), record.key().macs());
    texts(json.putArray("uuids"), record.key().uuids());
    texts(json.putArray("serials"), record.key().serials());
    attempt(json.putObject("last"), record.last());
    record.once().ifPresent(boot -> attempt(json.putObject("once"), boot));
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void texts(ArrayNode array, Collection<?> values) {
    values.stream().map(String::valueOf).sorted().forEach(array::add);
  }

  private static void attempt(ObjectNode json, Attempt attempt) {
    json.put("attempt", attempt.number());
    json.put("stage", KebabCase.of(attempt.stage()));
    json.put("since", attempt.since().toString());
  }

  static BootRecord read(String file, byte[] bytes) throws RecordFormatException {
    try {
      return file.endsWith(OLD_ENDING)
          ? old(file, new String(bytes, StandardCharsets.UTF_8))
          : read(file, Json.MAPPER.readTree(bytes));
    } catch (JsonProcessingException e) {
      throw new RecordFormatException("it is not a whole JSON document");
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new RecordFormatException(e.getMessage());
    }
  }

  private static BootRecord read(String file, JsonNode json) throws RecordFormatException {
    if (json.path("format").asInt() != FORMAT) {
      throw new RecordFormatException("it is not of format " + FORMAT);
    }
    return new BootRecord(
        file,
        new MachineKey(
            values(json.path("uuids"), text -> Optional.of(UUID.fromString(text))),
            values(json.path("macs"), MacAddress::parse),
            values(json.path("serials"), Optional::of)),
        PrintableText.of(text(json, "label"), MAX_LABEL),
        constant(Origin.class, text(json, "origin")),
        attempt(json.path("last")),
        json.has("once") ? Optional.of(attempt(json.path("once"))) : Optional.empty());
  }

  private static <T> Set<T> values(JsonNode array, Function<String, Optional<T>> parser)
      throws RecordFormatException {
    if (!array.isArray()) {
      throw new RecordFormatException("an identifier is missing");
    }
    return StreamSupport.stream(array.spliterator(), false)
        .map(value ->
            parser
                .apply(value.asText())
                .orElseThrow(() -> new IllegalArgumentException(value.asText())))
        .collect(Collectors.toSet());
  }

  private static Attempt attempt(JsonNode json) throws RecordFormatException {
    if (!json.path("attempt").canConvertToLong() || json.path("attempt").asLong() < 0) {
      throw new RecordFormatException("the number of an attempt is missing");
    }
    return new Attempt(
        json.path("attempt").asLong(),
        Instant.parse(text(json, "since")),
        constant(Stage.class, text(json, "stage")));
  }

  private static String text(JsonNode json, String key) throws RecordFormatException {
    if (!json.path(key).isTextual()) {
      throw new RecordFormatException(key + " is missing");
    }
    return json.path(key).asText();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  /** {@code booted 2026-01-01T00:00:00Z node1}. */
  private static BootRecord old(String file, String text) throws RecordFormatException {
    String[] words = text.strip().split(" ", 3);
    if (words.length < 3 || !text.endsWith("\n")) {
      throw new RecordFormatException("it is not one line with stage, time and name");
    }
    Attempt boot = new Attempt(1, Instant.parse(words[1]), constant(Stage.class, words[0]));
    return new BootRecord(
        file,
        keyOf(words[2]),
        PrintableText.of(words[2], MAX_LABEL),
        Origin.GROUP,
        boot,
        Optional.of(boot));
  }

  /** What a name says that was made from an identifier, for want of one in the plans. */
  static MachineKey keyOf(String name) {
    Set<UUID> uuids =
        name.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
            ? Set.of(UUID.fromString(name))
            : Set.of();
    return new MachineKey(uuids, MacAddress.parse(name).map(Set::of).orElse(Set.of()), Set.of());
  }
}
