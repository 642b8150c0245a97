package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Holds;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.MalformedDocument;

/** Reads blobs. */
record Blobs(StoreLayout layout) {
  /** Manifests and configs are a few KB; registries refuse manifests above 4 MiB. */
  static final int MAX_DOCUMENT = 4 << 20;

  private static final Holds HOLDS = Holds.ofPlatform();

  /** Whether anybody is reading the blob as content, in this process or in another one. */
  boolean isRead(Sha256 digest) throws IOException {
    return HOLDS.isHeld(layout.blob(digest));
  }

  /** The blob as content. Nothing is opened or looked at yet. */
  Content content(Sha256 digest, long size) {
    return new FileContent(layout.blob(digest), size, digest, HOLDS);
  }

  /** The digest that the blob's file has now. */
  Sha256 actualDigest(Sha256 digest, LongConsumer progress) throws IOException {
    // Not as content: that maps the file and tells other processes of it, which a check needs not.
    try (FileChannel file = FileChannel.open(layout.blob(digest), StandardOpenOption.READ)) {
      return ContentHash.of(file, progress);
    }
  }

  /**
   * The bytes of a small blob, proven to be the ones meant.
   *
   * @throws MalformedDocument when the blob is missing, damaged or too large to be a document
   */
  byte[] document(Descriptor descriptor) throws MalformedDocument, IOException {
    Optional<String> damage = lengthDamage(descriptor.digest(), descriptor.size());
    if (damage.isPresent()) {
      throw new MalformedDocument(damage.get());
    }
    if (descriptor.size() > MAX_DOCUMENT) {
      throw new MalformedDocument("is larger than " + MAX_DOCUMENT + " bytes");
    }
    byte[] bytes = Files.readAllBytes(layout.blob(descriptor.digest()));
    if (!Sha256.of(ByteBuffer.wrap(bytes)).equals(descriptor.digest())) {
      throw new MalformedDocument("does not match its digest");
    }
    return bytes;
  }

  /** What is wrong with the length of the blob {@code digest}, if anything. */
  Optional<String> lengthDamage(Sha256 digest, long size) throws IOException {
    try {
      long actual = Files.size(layout.blob(digest));
      return actual == size
          ? Optional.empty()
          : Optional.of("has " + actual + " bytes instead of " + size);
    } catch (NoSuchFileException e) {
      return Optional.of("is missing");
    }
  }
}
