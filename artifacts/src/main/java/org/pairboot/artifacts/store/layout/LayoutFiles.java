package org.pairboot.artifacts.store.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.pairboot.artifacts.content.Sha256;

/** Where the files of an image layout are. */
sealed interface LayoutFiles permits LayoutFiles.Directory, TarFiles {
  String MARKER = "oci-layout";
  String INDEX = "index.json";
  String BLOBS = "blobs/sha256/";

  /** The file {@code name}, a path inside the layout; empty if there is none. */
  Optional<Range> file(String name) throws IOException;

  /** The blob {@code digest}, whatever its bytes are. */
  default Optional<Range> blob(Sha256 digest) throws IOException {
    return file(BLOBS + digest.hex());
  }

  /**
   * The bytes of one file.
   *
   * @param container the file itself, or the archive that it is in
   * @param offset in bytes, from the start of the container
   * @param length in bytes
   */
  record Range(Path container, long offset, long length) {

    /** All bytes; the caller knows that they are few. */
    byte[] read() throws IOException {
      try (FileChannel channel = FileChannel.open(container, StandardOpenOption.READ)) {
        channel.position(offset);
        InputStream in = Channels.newInputStream(channel);
        byte[] bytes = in.readNBytes(Math.toIntExact(length));
        if (bytes.length < length) {
          throw new IOException(container + " was truncated while it was being read");
        }
        return bytes;
      }
    }
  }

  /** A directory. What is in it may be replaced at any time. */
  record Directory(Path root) implements LayoutFiles {
    @Override
    public Optional<Range> file(String name) throws IOException {
      Path file = root.resolve(name);
      try {
        // A link would lead out of the layout, and opening a pipe may take forever.
        BasicFileAttributes found =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.of(new Range(file, 0, found.size())).filter(_ -> found.isRegularFile());
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }
}
