package org.pairboot.artifacts.format.preset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.text.Json;

/** Reads documents that are small in every sound image. */
final class SmallFiles {
  private static final int MAX_LENGTH = 1 << 20;

  private SmallFiles() {}

  static byte[] bytes(ImageFile file) throws IOException {
    if (file.length() > MAX_LENGTH) {
      throw new BadImageException(
          file.name(), 0, "has " + file.length() + " bytes; the limit is " + MAX_LENGTH);
    }
    try (FileInput input = FileInput.open(file, done -> {})) {
      return input.readNBytes((int) file.length());
    }
  }

  /** The text of {@code file}; only its ASCII characters matter here. */
  static String text(ImageFile file) throws IOException {
    return new String(bytes(file), StandardCharsets.ISO_8859_1);
  }

  /** The first of {@code paths} that exists, as JSON. */
  static Optional<JsonNode> json(FileTree tree, List<String> paths) throws IOException {
    for (String path : paths) {
      Optional<ImageFile> file = tree.file(path);
      if (file.isPresent()) {
        return Optional.of(json(file.get()));
      }
    }
    return Optional.empty();
  }

  private static JsonNode json(ImageFile file) throws IOException {
    try {
      return Json.MAPPER.readTree(bytes(file));
    } catch (JsonProcessingException e) {
      throw new BadImageException(
          file.name(), 0, "is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The range of {@code file} that a document gives.
   *
   * @throws BadImageException if it is not inside the file
   */
  static ImageFile range(ImageFile file, long offset, long length) throws BadImageException {
    if (offset < 0 || length < 0 || offset > file.length() - length) {
      throw new BadImageException(
          file.name(),
          0,
          "should have %d bytes at offset %d, but has only %d bytes"
              .formatted(length, offset, file.length()));
    }
    return file.part(offset, length);
  }
}
