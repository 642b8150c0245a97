package org.pairboot.artifacts.fetch.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value in a document, and where it is, for messages.
 *
 * @param document what the document is called
 * @param path keys from the top, with dots between; empty for the top
 */
record JsonPlace(String document, String path, JsonNode value) {
  private static final int SHOWN_NAMES = 20;

  /** The object under {@code key}. */
  JsonPlace object(String key) throws MetadataException {
    JsonPlace place = at(key);
    if (place.value.isMissingNode()) {
      throw mistake("has no '" + key + "'" + there());
    }
    if (!place.value.isObject()) {
      throw place.mistake("is not an object");
    }
    return place;
  }

  /** The object under {@code key}, where there is one. */
  Optional<JsonPlace> find(String key) {
    return Optional.of(at(key)).filter(place -> place.value.isObject());
  }

  boolean has(String key) {
    return value.has(key);
  }

  String text(String key) throws MetadataException {
    JsonPlace place = at(key);
    if (place.value.isMissingNode()) {
      throw mistake("has no '" + key + "'" + there());
    }
    if (!place.value.isTextual() || place.value.textValue().isBlank()) {
      throw place.mistake("is not a text");
    }
    return place.value.textValue();
  }

  /** The text under {@code key}; nothing when there is none, null or an empty one. */
  Optional<String> optionalText(String key) throws MetadataException {
    JsonPlace place = at(key);
    if (place.value.isMissingNode() || place.value.isNull()) {
      return Optional.empty();
    }
    if (!place.value.isTextual()) {
      throw place.mistake("is not a text");
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

  /** What is there instead, for somebody who looks for something else. */
  private String there() {
    if (!(value instanceof ObjectNode object) || object.isEmpty()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(name -> names.add(shown(name)));
    names.sort(null);
    return "; there is "
        + String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())))
        + (names.size() > SHOWN_NAMES ? ", ..." : "");
  }

  /** Keys come from elsewhere, and end up on terminals. */
  static String shown(String name) {
    String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() > 80 ? printable.substring(0, 80) + "..." : printable;
  }
}
