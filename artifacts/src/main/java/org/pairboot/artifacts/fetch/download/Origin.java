package org.pairboot.artifacts.fetch.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the bytes of a partial file are from; kept beside it.
 *
 * @param url as it was asked for, without name and password
 * @param validator the file's strong entity tag, where it has one
 * @param total its length in bytes, where the server told it
 */
record Origin(String url, Optional<String> validator, OptionalLong total) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_BYTES = 16 << 10;

  /** What {@code file} says; empty when it says nothing that can be used. */
  static Optional<Origin> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      JsonNode node = JSON.readTree(in.readNBytes(MAX_BYTES));
      JsonNode total = node.path("total");
      return node.path("url").isTextual()
          ? Optional.of(
              new Origin(
                  node.path("url").textValue(),
                  Optional.ofNullable(node.path("etag").textValue()),
                  total.isIntegralNumber()
                      ? OptionalLong.of(total.longValue())
                      : OptionalLong.empty()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    ObjectNode node = JSON.createObjectNode().put("url", url);
    validator.ifPresent(tag -> node.put("etag", tag));
    total.ifPresent(bytes -> node.put("total", bytes));
    Files.write(file, JSON.writeValueAsBytes(node));
  }
}
