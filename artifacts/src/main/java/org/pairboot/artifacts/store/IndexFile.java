package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.MalformedDocument;
import org.pairboot.artifacts.store.oci.StoreFormat.UnknownFormat;

/** The file {@code index.json}. */
record IndexFile(StoreLayout layout, Disk disk) {
  private static final long MAX_BYTES = 64L << 20;

  /** What changes when the file is replaced; learnt with one system call. */
  record Stamp(Object inode, FileTime modified, long size) {
    // By hand, as the JVM makes these for a record anew at each start, which a server waits for.

    @Override
    public boolean equals(Object other) {
      return other instanceof Stamp(Object otherInode, FileTime otherModified, long otherSize)
          && Objects.equals(inode, otherInode)
          && modified.equals(otherModified)
          && size == otherSize;
    }

    @Override
    public int hashCode() {
      return Objects.hash(inode, modified, size);
    }

    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    }
  }

  Stamp stamp() throws IOException {
    return Stamp.of(layout.index());
  }

  IndexDocument read() throws IOException {
    Path file = layout.index();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new BrokenStore(file, "is larger than " + MAX_BYTES + " bytes");
      }
      return IndexDocument.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new BrokenStore(file, "is missing");
    } catch (UnknownFormat e) {
      throw new NewerStore(layout.root(), e.getMessage());
    } catch (MalformedDocument e) {
      throw new BrokenStore(file, e.getMessage());
    }
  }

  /** Puts {@code document} in place of what is there, in one step. */
  void replace(IndexDocument document) throws IOException {
    new AtomicFile(layout, disk).replace(layout.index(), document.bytes());
  }
}
