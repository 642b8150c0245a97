package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads and writes the small JSON documents of an OCI layout. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ObjectNode parse(byte[] document) throws MalformedDocument {
    try {
      if (MAPPER.readTree(document) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw new MalformedDocument("is not JSON: " + firstLine(e));
    }
    throw new MalformedDocument("is not a JSON object");
  }

  public static byte[] bytes(ObjectNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a JSON tree can always be written", e);
    }
  }

  public static String text(JsonNode object, String field) throws MalformedDocument {
    return optionalText(object, field)
        .orElseThrow(() -> new MalformedDocument("has no text '" + field + "'"));
  }

  static Optional<String> optionalText(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static String firstLine(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
