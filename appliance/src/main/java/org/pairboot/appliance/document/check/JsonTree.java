package org.pairboot.appliance.document.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** A JSON text, and the line that each value of it begins in. */
final class JsonTree {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode root;
  private final Map<JsonPointer, Integer> lines;

  private JsonTree(JsonNode root, Map<JsonPointer, Integer> lines) {
    this.root = root;
    this.lines = lines;
  }

  /**
   * Parses one JSON value.
   *
   * @throws JsonProcessingException with the line, when {@code text} is not one, or an object has a
   *     key twice
   */
  static JsonTree parse(String text) throws JsonProcessingException {
    JsonNode root = MAPPER.readTree(text);
    return new JsonTree(root, lines(text));
  }

  private static Map<JsonPointer, Integer> lines(String text) throws JsonProcessingException {
    Map<JsonPointer, Integer> lines = new HashMap<>();
    try (JsonParser parser = MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.FIELD_NAME && !token.isStructEnd()) {
          lines.putIfAbsent(
              parser.getParsingContext().pathAsPointer(),
              parser.currentTokenLocation().getLineNr());
        }
      }
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return lines;
  }

  JsonNode root() {
    return root;
  }

  /** The line of the value at {@code pointer}; where there is none, of the nearest one above. */
  int line(JsonPointer pointer) {
    JsonPointer nearest = pointer;
    while (nearest != null && !lines.containsKey(nearest)) {
      nearest = nearest.head();
    }
    return nearest == null ? 1 : lines.get(nearest);
  }
}
