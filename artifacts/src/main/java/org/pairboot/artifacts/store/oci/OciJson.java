package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.pairboot.artifacts.text.Json;

/** Reads and writes the small JSON documents of an OCI layout. */
public final class OciJson {
  /** Manifests and configs are a few KB; registries refuse manifests above 4 MiB. */
  public static final int MAX_DOCUMENT = 4 << 20;

  private OciJson() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ObjectNode parse(byte[] document) throws MalformedDocumentException {
    try {
      if (JsonReader.read(document) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw new MalformedDocumentException("is not JSON: " + firstLine(e));
    }
    throw new MalformedDocumentException("is not a JSON object");
  }

  public static byte[] bytes(ObjectNode document) {
    try {
      return Json.MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a JSON tree can always be written", e);
    }
  }

  public static String text(JsonNode object, String field) throws MalformedDocumentException {
    return optionalText(object, field)
        .orElseThrow(() -> new MalformedDocumentException("has no text '" + field + "'"));
  }

  public static Optional<String> optionalText(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static String firstLine(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  /** A JSON document of the layout is malformed. The message is the rest of "FILE ...". */
  public static final class MalformedDocumentException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedDocumentException(String problem) {
      super(problem);
    }
  }
}
