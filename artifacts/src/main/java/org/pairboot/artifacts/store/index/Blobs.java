package org.pairboot.artifacts.store.index;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.BlobLeases;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;

/** Reads blobs. Thread-safe. */
public final class Blobs implements IndexEntry.Documents {
  private static final String WRONG_DIGEST = "does not match its digest";

  private static final BlobLeases LEASES = BlobLeases.ofPlatform();

  private final StoreDirectory directory;

  Blobs(StoreDirectory directory) {
    this.directory = directory;
  }

  /** The digest that the name of {@code file} consists of, if it does. */
  public static Optional<Sha256> digestOf(Path file) {
    return Optional.of(file.getFileName().toString()).filter(Sha256::isHex).map(Sha256::new);
  }

  /** Whether anybody is reading the blob as content, in this process or in another one. */
  public boolean isRead(Sha256 digest) throws IOException {
    return LEASES.isLeased(directory.blob(digest));
  }

  /** The blob as content. Does not open or check the file yet. */
  public Content content(Sha256 digest, long size) {
    return new FileContent(directory.blob(digest), size, digest, LEASES);
  }

  @Override
  public byte[] document(Descriptor descriptor) throws MalformedDocumentException, IOException {
    Optional<String> damage = lengthDamage(descriptor.digest(), descriptor.size());
    if (damage.isPresent()) {
      throw new MalformedDocumentException(damage.get());
    }
    if (descriptor.size() > OciJson.MAX_DOCUMENT) {
      throw new MalformedDocumentException("is larger than " + OciJson.MAX_DOCUMENT + " bytes");
    }
    byte[] bytes = read(directory.blob(descriptor.digest()));
    if (!Sha256.of(ByteBuffer.wrap(bytes)).equals(descriptor.digest())) {
      throw new MalformedDocumentException(WRONG_DIGEST);
    }
    return bytes;
  }

  /**
   * A start reads two documents for each version, and a channel costs twice as much as a stream.
   */
  private static byte[] read(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    }
  }

  /**
   * What is wrong with the length of the blob {@code digest}, as the rest of a sentence that starts
   * with its name: "is missing". Empty when it is a regular file of the right length.
   */
  public Optional<String> lengthDamage(Sha256 digest, long size) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(
              directory.blob(digest), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()) {
        return Optional.of("is not a regular file");
      }
      return found.size() == size
          ? Optional.empty()
          : Optional.of("has " + found.size() + " bytes instead of " + size);
    } catch (NoSuchFileException e) {
      return Optional.of("is missing");
    }
  }

  /**
   * Reads all of {@code blob}, and returns what is wrong with it, as {@link #lengthDamage} does.
   *
   * @param progress gets the number of bytes of each step; for an intact blob they add up to its
   *     size
   */
  public Optional<String> damage(Descriptor blob, LongConsumer progress) {
    try {
      Optional<String> lengthDamage = lengthDamage(blob.digest(), blob.size());
      if (lengthDamage.isPresent()) {
        progress.accept(blob.size());
        return lengthDamage;
      }
      return actualDigest(blob.digest(), progress).equals(blob.digest())
          ? Optional.empty()
          : Optional.of(WRONG_DIGEST);
    } catch (IOException e) {
      return Optional.of("cannot be read: " + StoreException.describe(e));
    }
  }

  private Sha256 actualDigest(Sha256 digest, LongConsumer progress) throws IOException {
    // Not as content: that would map the file and mark it as being served for other processes.
    try (FileChannel file = FileChannel.open(directory.blob(digest), StandardOpenOption.READ)) {
      return ContentHash.of(file, progress);
    }
  }
}
