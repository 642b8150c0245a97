package org.pairboot.artifacts.testimages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.text.Json;

/** Does to OCI layouts what other tools and earlier releases do. */
public final class Layouts {
  private static final String OLD_TIME = "2099-01-01T00:00:00Z";

  private Layouts() {}

  /** Copies all images, as skopeo does: without our directory, and without our annotations. */
  public static void copyImages(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("blobs/sha256"));
    try (Stream<Path> blobs = Files.list(from.resolve("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        copy(blob, to.resolve("blobs/sha256").resolve(blob.getFileName()));
      }
    }
    copy(from.resolve("oci-layout"), to.resolve("oci-layout"));
    boolean isNew = !Files.exists(to.resolve("index.json"));
    ObjectNode index = read((isNew ? from : to).resolve("index.json"));
    ArrayNode entries = (ArrayNode) index.path("manifests");
    if (isNew) {
      entries.removeAll();
      index.remove("annotations");
    }
    for (JsonNode entry : read(from.resolve("index.json")).path("manifests")) {
      ObjectNode copied = entries.addObject();
      for (String field : new String[] {"mediaType", "digest", "size"}) {
        copied.set(field, entry.path(field));
      }
      String ref = entry.path("annotations").path("org.opencontainers.image.ref.name").asText();
      copied.putObject("annotations").put("org.opencontainers.image.ref.name", ref);
    }
    Files.write(to.resolve("index.json"), bytes(index));
  }

  /** Makes an archive of the images, as skopeo does: the blobs come before the index. */
  public static Path archive(Path layout, Path archive) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive));
        Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      for (Path blob : blobs.sorted().toList()) {
        member(tar, layout, blob);
      }
      member(tar, layout, layout.resolve("oci-layout"));
      member(tar, layout, layout.resolve("index.json"));
    }
    return archive;
  }

  private static void member(TarArchiveOutputStream tar, Path layout, Path file)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(layout.relativize(file).toString());
    entry.setSize(Files.size(file));
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  /** Copies everything, as a backup does. */
  public static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  /** Makes the images what an earlier release, or somebody who pretends to be one, would write. */
  public static void claimProofs(Path layout, Consumer<ObjectNode> config) throws IOException {
    rewrite(
        layout,
        "",
        old -> {
          old.put("published", OLD_TIME).putObject("verification").put("state", "verified");
          config.accept(old);
        },
        null);
  }

  /**
   * Replaces a part of all images, which still claim to be proven, and calls them {@code version}.
   */
  public static void tamper(Path layout, String version, String part, byte[] content)
      throws IOException {
    rewrite(
        layout,
        part,
        old ->
            old.put("version", version)
                .put("published", OLD_TIME)
                .putObject("verification")
                .put("state", "verified"),
        content);
  }

  /** Makes the store one of the release before format 3. */
  public static void downgrade(Path store) throws IOException {
    claimProofs(store, config -> {});
    ObjectNode index = read(store.resolve("index.json"));
    index.putObject("annotations").put("org.pairboot.store.format", "2");
    Files.write(store.resolve("index.json"), bytes(index));
    Files.delete(store.resolve(".pairboot/state.json"));
  }

  private static void rewrite(Path layout, String part, Consumer<ObjectNode> change, byte[] content)
      throws IOException {
    ObjectNode index = read(layout.resolve("index.json"));
    for (JsonNode entry : index.path("manifests")) {
      ObjectNode manifest = read(blob(layout, entry));
      manifest.remove("annotations");
      ObjectNode config = read(blob(layout, manifest.path("config")));
      change.accept(config);
      replace(layout, (ObjectNode) manifest.path("config"), bytes(config));
      for (JsonNode layer : manifest.path("layers")) {
        String title = layer.path("annotations").path("org.opencontainers.image.title").asText();
        if (title.equals(part)) {
          replace(layout, (ObjectNode) layer, content);
        }
      }
      replace(layout, (ObjectNode) entry, bytes(manifest));
    }
    Files.write(layout.resolve("index.json"), bytes(index));
  }

  private static void replace(Path layout, ObjectNode descriptor, byte[] content)
      throws IOException {
    Sha256 digest = Sha256.of(ByteBuffer.wrap(content));
    descriptor.put("digest", digest.toString()).put("size", content.length);
    Path blob = blob(layout, descriptor);
    if (!Files.exists(blob)) {
      Files.write(blob, content);
    }
  }

  private static Path blob(Path layout, JsonNode descriptor) {
    return layout
        .resolve("blobs/sha256")
        .resolve(Sha256.parse(descriptor.path("digest").asText()).hex());
  }

  private static void copy(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (FileAlreadyExistsException e) {
      // Blobs with the same digest are the same.
    }
  }

  private static ObjectNode read(Path file) throws IOException {
    return (ObjectNode) Json.MAPPER.readTree(Files.readAllBytes(file));
  }

  private static byte[] bytes(ObjectNode document) throws IOException {
    return Json.MAPPER.writeValueAsBytes(document);
  }
}
