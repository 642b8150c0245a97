package org.pairboot.artifacts.fetch.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.MetadataException;
import org.pairboot.artifacts.text.PrintableText;

/**
 * A value in a JSON document, and its place there, for messages.
 *
 * @param document the name of the document
 * @param path keys from the top, separated by dots; empty for the top
 */
record JsonPlace(String document, String path, JsonNode value) {
  private static final int MAX_SHOWN_LENGTH = 80;

  /** More names than this do not help a reader who looks for one. */
  private static final int SHOWN_NAMES = 20;

  /** The object under {@code key}. */
  JsonPlace object(String key) throws MetadataException {
    JsonPlace place = at(key);
    if (place.value.isMissingNode()) {
      throw mistake("has no '" + key + "'" + alternatives());
    }
    if (!place.value.isObject()) {
      throw place.mistake("is not an object");
    }
    return place;
  }

  /** The object under {@code key}, if there is one. */
  Optional<JsonPlace> find(String key) {
    return Optional.of(at(key)).filter(place -> place.value.isObject());
  }

  boolean has(String key) {
    return value.has(key);
  }

  /** The keys that exist, in the order of the document; none for what is not an object. */
  Stream<String> names() {
    return value.properties().stream().map(Map.Entry::getKey);
  }

  String text(String key) throws MetadataException {
    JsonPlace place = at(key);
    if (place.value.isMissingNode()) {
      throw mistake("has no '" + key + "'" + alternatives());
    }
    if (!place.value.isTextual() || place.value.textValue().isBlank()) {
      throw place.mistake("is not a string");
    }
    return place.value.textValue();
  }

  /** The string under {@code key}; empty when it is missing, null or blank. */
  Optional<String> optionalText(String key) throws MetadataException {
    JsonPlace place = at(key);
    if (place.value.isMissingNode() || place.value.isNull()) {
      return Optional.empty();
    }
    if (!place.value.isTextual()) {
      throw place.mistake("is not a string");
    }
    return Optional.of(place.value.textValue()).filter(text -> !text.isBlank());
  }

  JsonPlace at(String key) {
    String child = path.isEmpty() ? shown(key) : path + "." + shown(key);
    return new JsonPlace(document, child, value.path(key));
  }

  MetadataException mistake(String what) {
    String where = path.isEmpty() ? document : document + ": " + path;
    return new MetadataException(where + " " + what);
  }

  /** The keys that exist, for a user who looks for another one. */
  private String alternatives() {
    if (!(value instanceof ObjectNode object) || object.isEmpty()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(name -> names.add(shown(name)));
    names.sort(null);
    return "; it has "
        + String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())))
        + (names.size() > SHOWN_NAMES ? ", ..." : "");
  }

  /** Keys come from other machines, and appear on terminals. */
  static String shown(String name) {
    return PrintableText.of(name, MAX_SHOWN_LENGTH);
  }
}
