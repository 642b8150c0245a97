package org.pairboot.artifacts.format.preset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;

/** Reads documents that are small in any sound image. */
final class SmallFiles {
  private static final int MAX_LENGTH = 1 << 20;

  private static final JsonMapper MAPPER = new JsonMapper();

  private SmallFiles() {}

  static byte[] bytes(ImageFile file) throws IOException {
    if (file.length() > MAX_LENGTH) {
      throw new BadImageException(
          file.name(), 0, "has " + file.length() + " bytes; up to " + MAX_LENGTH + " are read");
    }
    try (FileInput input = FileInput.open(file, done -> {})) {
      return input.readNBytes((int) file.length());
    }
  }

  /** The text of {@code file}; what is not ASCII in it does not matter here. */
  static String text(ImageFile file) throws IOException {
    return new String(bytes(file), StandardCharsets.ISO_8859_1);
  }

  /** The first of {@code paths} that is there, as JSON. */
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
      return MAPPER.readTree(bytes(file));
    } catch (JsonProcessingException e) {
      throw new BadImageException(file.name(), 0, "is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A stretch of {@code file} that a document names.
   *
   * @throws BadImageException when it does not lie in the file
   */
  static ImageFile stretch(ImageFile file, long offset, long length) throws BadImageException {
    if (offset < 0 || length < 0 || offset > file.length() - length) {
      throw new BadImageException(
          file.name(),
          0,
          "has no %d bytes at offset %d, where they are said to be".formatted(length, offset));
    }
    return file.part(offset, length);
  }
}
